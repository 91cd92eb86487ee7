import { mergeDefinitions, type ConfigOf } from '@sluice/connect-api';
import { aivenOnlyKeys, confluentOnlyKeys, writingKeys } from './confluent-sink-keys.ts';
import {
  aivenConnectionKeys,
  confluentConnectionKeys,
  connectionKeys,
  debeziumConnectionKeys,
} from './connection-keys.ts';
import { debeziumUnusedKeys, debeziumWritingKeys } from './debezium-sink-keys.ts';
import { evolutionKeys, ownKeys } from './own-sink-keys.ts';

const common = mergeDefinitions(connectionKeys, mergeDefinitions(writingKeys, evolutionKeys));

/** The keys of `io.confluent.connect.jdbc.JdbcSinkConnector`. */
export const confluentSinkConfig = mergeDefinitions(
  mergeDefinitions(common, confluentConnectionKeys),
  mergeDefinitions(confluentOnlyKeys, ownKeys),
);

/** The keys of `io.aiven.connect.jdbc.JdbcSinkConnector`. */
export const aivenSinkConfig = mergeDefinitions(
  mergeDefinitions(common, aivenConnectionKeys),
  mergeDefinitions(aivenOnlyKeys, ownKeys),
);

/** The keys of `io.debezium.connector.jdbc.JdbcSinkConnector`. */
export const debeziumSinkConfig = mergeDefinitions(
  mergeDefinitions(debeziumConnectionKeys, debeziumWritingKeys),
  mergeDefinitions(debeziumUnusedKeys, ownKeys),
);

export type ConfluentSinkConfig = ConfigOf<typeof confluentSinkConfig>;
export type AivenSinkConfig = ConfigOf<typeof aivenSinkConfig>;
export type DebeziumSinkConfig = ConfigOf<typeof debeziumSinkConfig>;
