import {
  between,
  defineConfig,
  int,
  long,
  mergeDefinitions,
  nonEmptyString,
  oneOf,
  string,
  type ConfigDefinition,
  type ConfigIssue,
  type ConfigOf,
} from '@sluice/connect-api';
import { connectionIssues, when } from './connection-issues.ts';
import { connectionKeys } from './connection-keys.ts';

export const batchKeys = {
  'batch.size': int({
    doc: 'The most records that one read brings.',
    importance: 'low',
    default: 500,
    validator: between(1, 1_000_000),
    group: 'Reading',
  }),
} as const satisfies ConfigDefinition;

const reading = {
  topic: string({
    doc: 'The topic that records go to. `${stream}` in it stands for the name of the stream.',
    importance: 'medium',
    default: '${stream}',
    group: 'Records',
  }),
  'redis.stream.name': string({
    doc: 'The key of the stream.',
    importance: 'high',
    validator: nonEmptyString(),
    group: 'Reading',
  }),
  'redis.stream.offset': string({
    doc: 'After which entry reading begins where the consumer group has to be made: `0-0` is everything, `$` what comes from then on.',
    importance: 'medium',
    default: '0-0',
    group: 'Reading',
  }),
  'redis.stream.delivery': string({
    doc: '`at-least-once` acknowledges an entry when Kafka has its record; `at-most-once` when it is read.',
    importance: 'medium',
    default: 'at-least-once',
    validator: oneOf('at-least-once', 'at-most-once'),
    group: 'Reading',
  }),
  'redis.stream.consumer.group': string({
    doc: 'The consumer group of the stream. It is made where it is not there.',
    importance: 'medium',
    default: 'kafka-consumer-group',
    validator: nonEmptyString(),
    group: 'Reading',
  }),
  'redis.stream.consumer.name': string({
    doc: 'The name that a task has in the group. `${task}` in it stands for its number.',
    importance: 'medium',
    default: 'consumer-${task}',
    validator: nonEmptyString(),
    group: 'Reading',
  }),
  'redis.stream.block': long({
    doc: 'How many milliseconds a read waits for entries (`XREADGROUP … BLOCK`).',
    importance: 'low',
    default: 100,
    validator: between(1, 60_000),
    group: 'Reading',
  }),
} as const;

export const streamSourceConfig = defineConfig(
  mergeDefinitions(mergeDefinitions(connectionKeys, batchKeys), reading),
);

export type StreamSourceConfig = ConfigOf<typeof streamSourceConfig>;

/** What is wrong across keys. */
export function streamSourceIssues(config: StreamSourceConfig): ConfigIssue[] {
  return [
    ...connectionIssues(config),
    ...when(
      !/^(?:\d{1,20}(?:-\d{1,20})?|\$)$/.test(config['redis.stream.offset']),
      'redis.stream.offset',
      'An id of an entry is needed, such as 0-0 or 1700000000000-0, or $.',
    ),
  ];
}
