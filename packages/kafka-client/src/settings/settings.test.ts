import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseAdminSettings } from './admin-settings.ts';
import { formatAddress } from './bootstrap-servers.ts';
import { parseConsumerSettings } from './consumer-settings.ts';
import { worthWarning } from './keys-without-effect.ts';
import { parseProducerSettings } from './producer-settings.ts';
import { SettingsError } from './settings-error.ts';

const base = { 'bootstrap.servers': 'localhost:9092' };

const messagesOf = (parse: () => unknown): string[] => {
  try {
    parse();
  } catch (error) {
    if (error instanceof SettingsError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
};

describe('settings of a producer', () => {
  it('have the defaults of Kafka 4.3', () => {
    expect(parseProducerSettings(base).settings).toMatchObject({
      'client.id': '',
      acks: 'all',
      'linger.ms': 5,
      'batch.size': 16_384,
      'max.request.size': 1_048_576,
      'buffer.memory': 33_554_432,
      'max.block.ms': 60_000,
      'delivery.timeout.ms': 120_000,
      'request.timeout.ms': 30_000,
      'max.in.flight.requests.per.connection': 5,
      'enable.idempotence': true,
      'compression.type': 'none',
      retries: 2_147_483_647,
      'metadata.max.age.ms': 300_000,
    });
  });

  it('take what Connect gives its source tasks', () => {
    const { settings } = parseProducerSettings({
      ...base,
      'max.block.ms': '9223372036854775807',
      'enable.idempotence': 'false',
      acks: '-1',
      'max.in.flight.requests.per.connection': '1',
      'delivery.timeout.ms': '2147483647',
    });
    expect(settings['max.block.ms']).toBeGreaterThan(9e18);
    expect(settings['delivery.timeout.ms']).toBe(2_147_483_647);
    expect(settings.acks).toBe('all');
    expect(settings['enable.idempotence']).toBe(false);
  });

  it('do without idempotence where it was not asked for and other settings forbid it', () => {
    const idempotence = (more: Record<string, string>): boolean =>
      parseProducerSettings({ ...base, ...more }).settings['enable.idempotence'];
    expect(idempotence({ acks: '1' })).toBe(false);
    expect(idempotence({ retries: '0' })).toBe(false);
    expect(idempotence({ 'max.in.flight.requests.per.connection': '6' })).toBe(false);
  });

  it('insist on idempotence where it was asked for', () => {
    const properties = {
      ...base,
      'enable.idempotence': 'true',
      acks: '1',
      'max.in.flight.requests.per.connection': '9',
    };
    expect(messagesOf(() => parseProducerSettings(properties))).toEqual([
      'Invalid value 1 for configuration acks: Must be all in order to use the idempotent producer',
      'Invalid value 9 for configuration max.in.flight.requests.per.connection: Must be at most 5 in order to use the idempotent producer',
    ]);
  });

  it('stretch delivery.timeout.ms by default, and refuse one that is too short', () => {
    const slow = { ...base, 'request.timeout.ms': '200000' };
    expect(parseProducerSettings(slow).settings['delivery.timeout.ms']).toBe(200_005);
    expect(messagesOf(() => parseProducerSettings({ ...slow, 'delivery.timeout.ms': '1000' }))).toEqual([
      'Invalid value 1000 for configuration delivery.timeout.ms: should be equal to or larger than linger.ms + request.timeout.ms',
    ]);
  });

  it('name every property that is wrong, with value and rule', () => {
    const properties = {
      acks: '2',
      'linger.ms': 'soon',
      'batch.size': '-1',
      'compression.type': 'brotli',
      retries: '99999999999',
      'enable.idempotence': 'yes',
    };
    expect(messagesOf(() => parseProducerSettings(properties))).toEqual([
      'Missing required configuration "bootstrap.servers" which has no default value.',
      'Invalid value 2 for configuration acks: String must be one of: all, 0, 1, -1',
      'Invalid value soon for configuration linger.ms: Not a number of type LONG',
      'Invalid value -1 for configuration batch.size: Value must be at least 0',
      'Invalid value 99999999999 for configuration retries: Not a number of type INT',
      'Invalid value yes for configuration enable.idempotence: Expected value to be either true or false',
      'Invalid value brotli for configuration compression.type: String must be one of: none, gzip, snappy, lz4, zstd',
    ]);
  });

  it.each([
    ['ssl.engine.factory.class', 'org.example.Mine', /Java classes cannot be loaded/],
    ['transaction.two.phase.commit.enable', 'true', /Only false is supported; two-phase commit/],
    ['compression.gzip.level', '0', /between 1 and 9 or equal to -1/],
    [
      'partitioner.class',
      'org.example.MyPartitioner',
      /Only org.apache.kafka.clients.producer.RoundRobinPartitioner is supported/,
    ],
  ])('refuse %s=%s, which must not be passed over', (key, value, rule) => {
    const [message] = messagesOf(() => parseProducerSettings({ ...base, [key]: value }));
    expect(message).toMatch(rule);
    expect(message).toContain(`Invalid value ${value} for configuration ${key}`);
  });

  it('show no secret', () => {
    const { settings } = parseProducerSettings({ ...base, 'sasl.jaas.config': 'x password="hunter2";' });
    const secret = settings['sasl.jaas.config'];
    expect(secret?.reveal()).toContain('hunter2');
    expect([String(secret), JSON.stringify(settings), inspect(settings)].join()).not.toContain('hunter2');
    expect(inspect(settings)).toContain("'sasl.jaas.config': [hidden]");
  });

  it('list what has no effect', () => {
    const properties = { ...base, 'key.serializer': 'x', 'metric.reporters': 'y', 'my.own.key': 'z' };
    expect(parseProducerSettings(properties).ignoredKeys).toEqual(['metric.reporters', 'my.own.key']);
  });
});

describe('settings of a transactional producer', () => {
  const transactional = { ...base, 'transactional.id': 'tx' };

  it('include idempotence, and have no effect on what else is the default', () => {
    expect(parseProducerSettings(transactional).settings).toMatchObject({
      'transactional.id': 'tx',
      'transaction.timeout.ms': 60_000,
      'enable.idempotence': true,
      acks: 'all',
    });
    expect(
      parseProducerSettings({ ...base, 'transactional.id': ' ' }).settings['transactional.id'],
    ).toBeNull();
  });

  it.each([
    ['enable.idempotence', 'false', /Must be true when transactional.id is set/],
    ['acks', '1', /Must be all when transactional.id is set/],
    ['retries', '0', /Must be greater than 0 when transactional.id is set/],
    ['max.in.flight.requests.per.connection', '6', /Must be at most 5 when transactional.id is set/],
  ])('refuse %s=%s', (key, value, rule) => {
    expect(messagesOf(() => parseProducerSettings({ ...transactional, [key]: value }))).toEqual([
      expect.stringMatching(rule),
    ]);
  });
});

describe('settings of partitioning and compression', () => {
  it('take the partitioner that Kafka ships by the name of its class', () => {
    const className = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';
    const partitionerOf = (name: string): string =>
      parseProducerSettings({ ...base, 'partitioner.class': name }).settings['partitioner.class'];
    expect([partitionerOf(className), partitionerOf('')]).toEqual(['round-robin', 'built-in']);
  });

  it('name a level of lz4 that has no effect, and only that', () => {
    const ignoredWith = (type: string, level: string): readonly string[] =>
      parseProducerSettings({ ...base, 'compression.type': type, 'compression.lz4.level': level })
        .ignoredKeys;
    expect(ignoredWith('lz4', '12')).toEqual(['compression.lz4.level']);
    expect(ignoredWith('lz4', '9')).toEqual([]);
    expect(ignoredWith('zstd', '12')).toEqual([]);
  });
});

describe('settings of a consumer', () => {
  it('have the defaults of Kafka 4.3', () => {
    expect(parseConsumerSettings(base).settings).toMatchObject({
      'group.id': null,
      'group.instance.id': null,
      'session.timeout.ms': 45_000,
      'heartbeat.interval.ms': 3000,
      'max.poll.interval.ms': 300_000,
      'max.poll.records': 500,
      'enable.auto.commit': true,
      'auto.offset.reset': 'latest',
      'isolation.level': 'read_uncommitted',
      'fetch.min.bytes': 1,
      'fetch.max.bytes': 52_428_800,
      'fetch.max.wait.ms': 500,
      'max.partition.fetch.bytes': 1_048_576,
      'check.crcs': true,
      'client.rack': '',
    });
  });

  it('take the assignors of Kafka by their classes, each once', () => {
    const messages = (strategy: string): string[] =>
      messagesOf(() => parseConsumerSettings({ ...base, 'partition.assignment.strategy': strategy }));
    const classes = ['Range', 'RoundRobin', 'Sticky', 'CooperativeSticky'].map(
      (name) => `org.apache.kafka.clients.consumer.${name}Assignor`,
    );
    expect(messages(classes.join(','))).toEqual([]);
    expect(messages('')).toEqual([
      'Invalid value  for configuration partition.assignment.strategy: it needs at least one assignor',
    ]);
    expect(messages(`range,${classes[0]}`)[0]).toContain('it names an assignor twice');
  });

  it('refuse what the chosen group protocol does not have', () => {
    const given = {
      'session.timeout.ms': '45000',
      'heartbeat.interval.ms': '3000',
      'partition.assignment.strategy': 'range',
    };
    const messages = (properties: Record<string, string>): string[] =>
      messagesOf(() => parseConsumerSettings({ ...base, ...properties }));
    expect(messages({ ...given, 'group.protocol': 'Consumer' })).toEqual([
      'Invalid value range for configuration partition.assignment.strategy: it cannot be set when group.protocol=consumer',
      'Invalid value 3000 for configuration heartbeat.interval.ms: it cannot be set when group.protocol=consumer',
      'Invalid value 45000 for configuration session.timeout.ms: it cannot be set when group.protocol=consumer',
    ]);
    expect(messages({ ...given, 'group.remote.assignor': 'uniform' })).toEqual([
      'Invalid value uniform for configuration group.remote.assignor: it cannot be set when group.protocol=classic',
    ]);
    expect(messages({ 'group.remote.assignor': 'uniform', 'group.protocol': 'consumer' })).toEqual([]);
  });

  it('refuse what would make the group break', () => {
    const properties = {
      ...base,
      'heartbeat.interval.ms': '50000',
      'partition.assignment.strategy': 'org.example.Mine',
    };
    expect(messagesOf(() => parseConsumerSettings(properties))).toEqual([
      'Invalid value 50000 for configuration heartbeat.interval.ms: heartbeat.interval.ms must be lower than session.timeout.ms',
      'Invalid value org.example.Mine for configuration partition.assignment.strategy: org.example.Mine is not supported, as assignors of your own are not; choose among org.apache.kafka.clients.consumer.RangeAssignor, org.apache.kafka.clients.consumer.RoundRobinAssignor, org.apache.kafka.clients.consumer.StickyAssignor, org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
    ]);
    expect(messagesOf(() => parseConsumerSettings({ ...base, 'group.protocol': 'share' }))).toHaveLength(1);
  });

  it.each([
    ['by_duration:PT1H', 3_600_000],
    ['BY_DURATION:p1dt2h3m4.5s', 93_784_500],
    ['by_duration:P2D', 172_800_000],
    ['by_duration:PT-1M+90S', 30_000],
    ['by_duration:PT0.25S', 250],
    ['by_duration:-PT-1S', 1000],
  ])('take the offset reset %s (KIP-1106)', (value, maxAgeMs) => {
    const { settings } = parseConsumerSettings({ ...base, 'auto.offset.reset': value });
    expect(settings['auto.offset.reset']).toEqual({ maxAgeMs });
  });

  it.each([
    'first',
    'by_duration',
    'by_duration:',
    'by_duration:P',
    'by_duration:PT',
    'by_duration:1h',
    'by_duration:P1M',
  ])('refuse the offset reset %s', (value) => {
    expect(messagesOf(() => parseConsumerSettings({ ...base, 'auto.offset.reset': value }))).toEqual([
      `Invalid value ${value} for configuration auto.offset.reset: The value must be either 'earliest', 'latest', ` +
        "'none' or of the format 'by_duration:<PnDTnHnMn.nS>'",
    ]);
  });

  it('refuse an offset reset to the future', () => {
    expect(
      messagesOf(() => parseConsumerSettings({ ...base, 'auto.offset.reset': 'by_duration:-PT1S' })),
    ).toEqual([expect.stringContaining('Negative durations are not supported')]);
  });

  it('take choices in any case only where Kafka does', () => {
    expect(
      parseConsumerSettings({ ...base, 'auto.offset.reset': 'EARLIEST' }).settings['auto.offset.reset'],
    ).toBe('earliest');
    expect(
      messagesOf(() => parseConsumerSettings({ ...base, 'isolation.level': 'READ_COMMITTED' })),
    ).toHaveLength(1);
  });
});

describe('keys without effect', () => {
  it('are told from keys of others, and from those that need no warning', () => {
    const keys = ['ssl.provider', 'key.converter', 'key.serializer', 'toString', 'send.buffer.bytes'];
    expect(worthWarning(keys)).toEqual(['ssl.provider', 'send.buffer.bytes']);
  });
});

describe('bootstrap.servers', () => {
  it('may name several brokers, IPv6 addresses and protocols', () => {
    const { settings } = parseAdminSettings({
      'bootstrap.servers': 'a:1, PLAINTEXT://b.example:65535,[::1]:9092',
    });
    expect(settings['bootstrap.servers'].map(formatAddress)).toEqual([
      'a:1',
      'b.example:65535',
      '[::1]:9092',
    ]);
  });

  it.each(['localhost', 'a:0', 'a:65536', 'a:b', ':9092', '::1:9092', 'a:1,,b'])('refuse %s', (value) => {
    expect(messagesOf(() => parseAdminSettings({ 'bootstrap.servers': value }))).toEqual([
      expect.stringMatching(/^Invalid value .* for configuration bootstrap\.servers: .* is not host:port$/),
    ]);
  });

  it('refuse an empty list', () => {
    expect(messagesOf(() => parseAdminSettings({ 'bootstrap.servers': ' , ' }))).toHaveLength(1);
  });
});
