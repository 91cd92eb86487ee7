import { describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import {
  connectorAdminProperties,
  offsetsConsumerProperties,
  taskTransactionalId,
  transactionalProducerProperties,
} from './source-client-properties.ts';

const worker = { 'bootstrap.servers': 'k:9092' };
const id = { connector: 'c', task: 2 };
const text = (value: string, key: string, used: string): string =>
  `The value '${value}' for the '${key}' property will be ignored as it cannot be overridden for connectors when ` +
  `exactly-once source support is enabled. The value '${used}' will be used instead.`;

interface Given {
  readonly worker?: Readonly<Record<string, string>>;
  readonly connector?: Readonly<Record<string, string>>;
}

describe('the producer of a source task that delivers exactly once', () => {
  const properties = (given: Given = {}): { messages: string[] } & Record<string, unknown> => {
    const log = new InMemoryLog();
    const source = { worker: { ...worker, ...given.worker }, connector: given.connector ?? {}, id };
    const made = transactionalProducerProperties(source, taskTransactionalId('g', 'c', 2), log);
    return { ...made, messages: log.messages('warn') };
  };

  it('has the transactional id of Java workers, is idempotent, and else is as that of any task', () => {
    expect(properties()).toEqual({
      'bootstrap.servers': 'k:9092',
      'max.block.ms': '9223372036854775807',
      'enable.idempotence': 'true',
      acks: 'all',
      'max.in.flight.requests.per.connection': '1',
      'delivery.timeout.ms': '2147483647',
      'batch.size': '131072',
      'client.id': 'connector-producer-c-2',
      'transactional.id': 'g-c-2',
      messages: [],
    });
  });

  it.each([
    [{ worker: { 'producer.enable.idempotence': 'false' } }, [text('false', 'enable.idempotence', 'true')]],
    [
      { connector: { 'producer.override.enable.idempotence': 'False' } },
      [text('False', 'enable.idempotence', 'true')],
    ],
    [{ connector: { 'producer.override.enable.idempotence': 'TRUE' } }, []],
    [{ worker: { 'producer.transactional.id': 'mine' } }, [text('mine', 'transactional.id', 'g-c-2')]],
    [
      { connector: { 'producer.override.transactional.id': 'G-c-2' } },
      [text('G-c-2', 'transactional.id', 'g-c-2')],
    ],
    [{ connector: { 'producer.override.transactional.id': 'g-c-2' } }, []],
  ] satisfies [Given, string[]][])('says which settings it does not follow: %j', (given, messages) => {
    expect(properties(given)).toMatchObject({
      'enable.idempotence': 'true',
      'transactional.id': 'g-c-2',
      messages,
    });
  });
});

describe('the consumer of an offsets topic', () => {
  const properties = (
    isExactlyOnce: boolean,
    given: Given = {},
  ): { messages: string[] } & Record<string, unknown> => {
    const log = new InMemoryLog();
    const source = { worker: { ...worker, ...given.worker }, connector: given.connector ?? {}, owner: 'c-2' };
    return { ...offsetsConsumerProperties(source, isExactlyOnce, log), messages: log.messages('warn') };
  };

  it('reads what is committed, from the beginning, in no group', () => {
    const connector = { 'consumer.override.group.id': 'mine', 'consumer.override.fetch.min.bytes': '2' };
    expect(properties(false, { connector })).toEqual({
      'isolation.level': 'read_committed',
      'client.id': 'connector-consumer-c-2',
      'bootstrap.servers': 'k:9092',
      'enable.auto.commit': 'false',
      'auto.offset.reset': 'earliest',
      'fetch.min.bytes': '2',
      messages: [],
    });
  });

  it.each([
    [false, 'read_uncommitted', []],
    [true, 'read_committed', [text('read_uncommitted', 'isolation.level', 'read_committed')]],
  ] as const)(
    'may read what is not committed unless delivery is exactly once (%s)',
    (isExactlyOnce, level, messages) => {
      const given = { connector: { 'consumer.override.isolation.level': 'read_uncommitted' } };
      expect(properties(isExactlyOnce, given)).toMatchObject({ 'isolation.level': level, messages });
    },
  );
});

describe('the admin client of a connector', () => {
  it('is named after it, unless somebody names it', () => {
    expect(connectorAdminProperties('c', { worker, connector: {} })['client.id']).toBe(
      'connector-adminclient-c',
    );
    const named = { worker: { ...worker, 'admin.client.id': 'mine' }, connector: {} };
    expect(connectorAdminProperties('c', named)['client.id']).toBe('mine');
  });
});
