import { step } from '../scenario/scenario.ts';
import type { Json, Scenario, Step } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig } from './connectors.ts';

type Config = Readonly<Record<string, Json>>;

function asSource(title: string, config: Config): Step {
  const body = { name: 'a', ...sourceConfig, ...config };
  return step(title, 'PUT /connector-plugins/FileStreamSource/config/validate', { json: body });
}

function asSink(title: string, config: Config): Step {
  const body = { name: 'a', ...sinkConfig, ...config };
  return step(title, 'PUT /connector-plugins/FileStreamSinkConnector/config/validate', { json: body });
}

const login = {
  'security.protocol': 'SASL_PLAINTEXT',
  'sasl.mechanism': 'PLAIN',
  'sasl.jaas.config':
    'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p";',
} as const;

function under(prefix: string, settings: Config): Config {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [prefix + key, value]));
}

export const validateOverrides: Scenario = {
  name: 'validate-overrides',
  steps: [
    asSource('a producer setting', { 'producer.override.acks': '1' }),
    asSource('a producer setting that is wrong', { 'producer.override.linger.ms': 'x' }),
    asSink('a consumer setting', { 'consumer.override.max.poll.records': '10' }),
    asSink('a consumer setting that is wrong', { 'consumer.override.fetch.min.bytes': 'x' }),
    asSink('a producer setting of a sink', { 'producer.override.acks': 'x' }),
    asSource('a consumer setting of a source', { 'consumer.override.fetch.min.bytes': 'x' }),
    asSource('an admin setting of a source', { 'admin.override.retries': 'x' }),
    asSource('several producer settings', {
      'producer.override.linger.ms': ' 100 ',
      'producer.override.batch.size': '32768',
      'producer.override.compression.type': 'lz4',
      'producer.override.enable.idempotence': 'TRUE',
      'producer.override.max.in.flight.requests.per.connection': '5',
    }),
    asSource('a login of the producer', under('producer.override.', login)),
    asSource('a producer setting that nobody knows', { 'producer.override.nobody': 'x' }),
    asSource('a producer setting out of range', { 'producer.override.linger.ms': '-1' }),
    asSource('a producer setting that is no choice', { 'producer.override.compression.type': 'zip' }),
    asSource('null for a producer setting', { 'producer.override.acks': null }),
    asSource('an empty producer setting', { 'producer.override.client.id': '' }),
    asSource('a producer setting without a name', { 'producer.override.': 'x' }),
    asSource('lists and numbers with fractions', {
      'producer.override.bootstrap.servers': ' localhost:1 , localhost:2 ',
      'producer.override.sasl.login.refresh.window.factor': '.9',
    }),
    asSource('a class of a producer', {
      'producer.override.partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner',
    }),
    asSource('a class of a producer that is not there', { 'producer.override.partitioner.class': 'nope' }),
    asSource('a wrong key and a producer setting', {
      'tasks.max': '0',
      'producer.override.acks': 'all',
    }),
    asSink('several consumer settings', {
      'consumer.override.group.id': 'mine',
      'consumer.override.auto.offset.reset': 'latest',
      'consumer.override.isolation.level': 'read_committed',
    }),
    asSink('a consumer setting out of range', { 'consumer.override.max.poll.records': '0' }),
    asSink('consumer settings that do not go together', {
      'consumer.override.session.timeout.ms': '1000',
      'consumer.override.heartbeat.interval.ms': '5000',
    }),
    asSink('the settings of a client of a dead letter queue', {
      'errors.deadletterqueue.topic.name': 'letters',
      'producer.override.acks': '1',
      'admin.override.retries': '3',
      'consumer.override.fetch.min.bytes': '2',
    }),
    asSource('the settings of a client that creates topics', {
      'topic.creation.default.partitions': '1',
      'topic.creation.default.replication.factor': '1',
      'admin.override.default.api.timeout.ms': '1000',
    }),
    asSource('the settings of a client of an offsets topic', {
      'offsets.storage.topic': 'my-offsets',
      'consumer.override.fetch.min.bytes': '2',
      'admin.override.retries': '3',
    }),
    asSource('settings and converters', {
      'producer.override.acks': '1',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    }),
  ],
};

/** The same configurations under a policy. */
function underPolicy(name: string, worker: Readonly<Record<string, string>>): Scenario {
  return {
    name,
    worker,
    steps: [
      asSource('no settings', {}),
      asSource('a setting', { 'producer.override.acks': '1' }),
      asSource('a login', under('producer.override.', login)),
      asSource('a login and more', {
        ...under('producer.override.', login),
        'producer.override.linger.ms': '7',
        'producer.override.ssl.truststore.location': '/tmp/none',
      }),
      asSource('a setting that nobody knows', { 'producer.override.nobody': 'x' }),
      asSource('settings of clients that are not used', {
        'consumer.override.fetch.min.bytes': '2',
        'admin.override.retries': '3',
      }),
      asSink('settings of a sink', {
        'consumer.override.fetch.min.bytes': '2',
        'consumer.override.sasl.mechanism': 'PLAIN',
      }),
      asSource('a setting and a wrong key', { 'producer.override.acks': '1', 'tasks.max': '0' }),
      step('a connector refused', 'POST /connectors', {
        json: {
          name: 'a',
          config: { ...sourceConfig, 'producer.override.acks': '1', 'producer.override.nobody': 'x' },
        },
      }),
    ],
  };
}

const policy = 'connector.client.config.override.policy';

export const overridePolicies: readonly Scenario[] = [
  underPolicy('policy-none', { [policy]: 'None' }),
  underPolicy('policy-principal', { [policy]: 'Principal' }),
  underPolicy('policy-allowlist', {
    [policy]: 'org.apache.kafka.connect.connector.policy.AllowlistConnectorClientConfigOverridePolicy',
    'connector.client.config.override.allowlist': 'linger.ms, sasl.mechanism,fetch.min.bytes,nobody',
  }),
  underPolicy('policy-allowlist-empty', { [policy]: 'Allowlist' }),
];
