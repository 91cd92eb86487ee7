import { anything } from './deliberate.ts';
import type { Change, Deliberate } from './deliberate.ts';

const count = (java: number, sluice: number): Change => ({ path: 'body.error_count', java, sluice });

const error = (key: string, message: string): Change => ({
  path: `body.configs[${key}].value.errors[${message}]`,
  sluice: message,
});

/** What a Java worker answers 500 to, and Sluice with what is wrong. */
const answered = (reason: string, steps: readonly (readonly [step: string, name: string])[]): Deliberate[] =>
  steps.map(([step, name]) => ({
    reason,
    steps: [step],
    changes: [
      { path: 'status', java: 500, sluice: 200 },
      { path: 'body.error_code', java: 500 },
      { path: 'body.message', java: anything },
      { path: 'body.name', sluice: name },
      { path: 'body.error_count', sluice: 1 },
      { path: 'body.groups', sluice: anything },
      { path: 'body.configs', sluice: anything },
    ],
  }));

const sinkClass = 'org.apache.kafka.connect.file.FileStreamSinkConnector';

/** Settings of clients that a Java worker reads by their types only, by the title of the step. */
const checkedOverrides: Readonly<Record<string, readonly [key: string, message: string]>> = {
  'a producer setting out of range': [
    'producer.override.linger.ms',
    'Invalid value -1 for configuration linger.ms: Value must be at least 0',
  ],
  'a producer setting that is no choice': [
    'producer.override.compression.type',
    'Invalid value zip for configuration compression.type: String must be one of: none, gzip, snappy, lz4, zstd',
  ],
  'a consumer setting out of range': [
    'consumer.override.max.poll.records',
    'Invalid value 0 for configuration max.poll.records: Value must be at least 1',
  ],
  'consumer settings that do not go together': [
    'consumer.override.heartbeat.interval.ms',
    'Invalid value 5000 for configuration heartbeat.interval.ms: heartbeat.interval.ms must be lower than session.timeout.ms',
  ],
};

/** The counts of errors of both by the step that configures how topics are created. */
const topicCreationCounts: Readonly<Record<string, readonly [java: number, sluice: number]>> = {
  'validate-topic-creation: a group named twice': [1, 5],
  'validate-topic-creation: a replication factor of 0': [0, 1],
  'validate-topic-creation: partitions that are no number': [0, 2],
  'validate-topic-creation: no default for topics created': [0, 4],
  'validate-topic-creation: a pattern of topics that is none': [0, 1],
  'validate-topic-creation: null for groups of topics': [2, 6],
  'validate-topic-creation: no groups of topics': [0, 4],
};
const defaultGroup = ['default.replication.factor', 'default.partitions'];
const group = ['g.include', 'g.exclude', 'g.replication.factor', 'g.partitions'];

/** The message names each installed version once, though the converter is installed for two uses. */
const converterVersions = (step: string, range: string): Deliberate => {
  const message = (versions: string): string =>
    `Plugin org.apache.kafka.connect.json.JsonConverter not found that matches the version range ${range}, available versions: [${versions}]`;
  const [java, sluice] = [message('4.3.0, 4.3.0'), message('4.3.0')];
  return {
    reason: 'An installed version is named once, though the class is a converter and a header converter',
    steps: [`validate-versions: ${step}`],
    changes: ['value.converter', 'value.converter.plugin.version'].flatMap((key) => [
      { path: `body.configs[${key}].value.errors[${java}]`, java },
      { path: `body.configs[${key}].value.errors[${sluice}]`, sluice },
    ]),
  };
};

/** Where Sluice answers a validation otherwise than the Java worker, and means it. */
export const deliberateValidations: readonly Deliberate[] = [
  ...answered('A setting of a client that cannot be read is an error of its key, not of the worker', [
    ['validate-overrides: a producer setting that is wrong', 'FileStreamSource'],
    ['validate-overrides: a consumer setting that is wrong', sinkClass],
    ['validate-overrides: a class of a producer that is not there', 'FileStreamSource'],
  ]),
  ...answered('A version that cannot be read is an error of its key, as it is for converters', [
    ['validate-versions: a version of the connector that is none', 'FileStreamSource'],
  ]),
  ...answered('Null is an error of its key also here', [
    ['validate-dead-letters: null for a dead letter queue', sinkClass],
  ]),
  ...Object.entries(checkedOverrides).map(([title, [key, message]]): Deliberate => ({
    reason: 'Settings of clients are checked as the clients do it, before a task fails of them',
    steps: [`validate-overrides: ${title}`],
    changes: [count(0, 1), error(key, message)],
  })),
  {
    reason: 'A setting that is given as null stands in the answer once, with its error',
    steps: ['validate-overrides: null for a producer setting'],
    changes: [{ path: 'body.configs[producer.override.acks #2]', java: anything }],
  },
  converterVersions('a version of the converter that is not there', '[9.9,9.9]'),
  converterVersions('an empty version of a converter', '[,]'),
  ...Object.entries(topicCreationCounts).map(([step, [java, sluice]]): Deliberate => ({
    reason: 'How topics are created is checked before the connector starts',
    steps: [step],
    changes: [count(java, sluice)],
  })),
  {
    reason: 'How topics are created is checked before the connector starts',
    changes: [
      ...['default', 'g'].map((name) => `body.groups[Topic Creation: ${name}]`),
      ...[...defaultGroup, ...group].map((key) => `body.configs[topic.creation.${key}]`),
    ].map((path): Change => ({ path, sluice: anything })),
  },
];
