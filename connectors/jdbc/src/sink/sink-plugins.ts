import {
  defineSinkConnector,
  parseConfig,
  type ConfigDefinition,
  type ConfigOf,
  type SinkConnectorPlugin,
} from '@sluice/connect-api';
import { checkSink } from './check/check-sink.ts';
import { settingsIssues, type KeyNames } from './config/settings-issues.ts';
import { settingsOfAiven, settingsOfConfluent, settingsOfDebezium } from './config/settings-of-config.ts';
import { aivenSinkConfig, confluentSinkConfig, debeziumSinkConfig } from './config/sink-configs.ts';
import type { SinkSettings } from './config/sink-settings.ts';
import { alterStoredOffsets } from './delivery/alter-offsets.ts';
import { TableSinkTask } from './delivery/table-sink-task.ts';

interface SinkVariant<D extends ConfigDefinition> {
  readonly className: string;
  readonly taskClassName: string;
  readonly version: string;
  readonly config: D;
  readonly settingsOf: (config: ConfigOf<D>) => SinkSettings;
  readonly keyNames: KeyNames;
}

function tableSink<D extends ConfigDefinition>(variant: SinkVariant<D>): SinkConnectorPlugin<D> {
  const { className, taskClassName, version, config, settingsOf, keyNames } = variant;
  return defineSinkConnector<D>({
    className,
    taskClassName,
    version,
    summary: 'Writes records into the tables of a database.',
    config,
    validate: (values) => settingsIssues(() => settingsOf(values), keyNames),
    check: (values, { properties }) => checkSink(settingsOf(values), properties['topics']),
    createTask: (values, context) => new TableSinkTask(settingsOf(values), context),
    alterOffsets: async (properties, changes) => {
      const settings = settingsOf(parseConfig(config, properties));
      await alterStoredOffsets(settings, properties['name'] ?? '', changes);
      return true;
    },
  });
}

const names: KeyNames = { keyMode: 'pk.mode', keyFields: 'pk.fields', timeZone: 'db.timezone' };

/** Takes the place of Confluent's sink. */
export const confluentSink = tableSink({
  className: 'io.confluent.connect.jdbc.JdbcSinkConnector',
  taskClassName: 'io.confluent.connect.jdbc.sink.JdbcSinkTask',
  version: '10.9.0',
  config: confluentSinkConfig,
  settingsOf: settingsOfConfluent,
  keyNames: names,
});

/** Takes the place of Aiven's sink. */
export const aivenSink = tableSink({
  className: 'io.aiven.connect.jdbc.JdbcSinkConnector',
  taskClassName: 'io.aiven.connect.jdbc.sink.JdbcSinkTask',
  version: '6.10.0',
  config: aivenSinkConfig,
  settingsOf: settingsOfAiven,
  keyNames: names,
});

/** Takes the place of Debezium's sink. */
export const debeziumSink = tableSink({
  className: 'io.debezium.connector.jdbc.JdbcSinkConnector',
  taskClassName: 'io.debezium.connector.jdbc.JdbcSinkConnectorTask',
  version: '3.5.0.Final',
  config: debeziumSinkConfig,
  settingsOf: settingsOfDebezium,
  keyNames: {
    keyMode: 'primary.key.mode',
    keyFields: 'primary.key.fields',
    timeZone: 'use.time.zone',
  },
});
