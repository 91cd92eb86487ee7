import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstanceState } from '../../states.ts';
import { recordedTopics } from '../fixtures/recorded-topics.ts';
import { KnownStatuses } from './known-statuses.ts';
import { decodeStatusRecord, encodeStatusRecord } from './status-codec.ts';
import { connectorOwner, taskOwner, type StatusRecord, type StoredStatus } from './status-record.ts';

const decode = (key: string, value: string | null): StatusRecord | null =>
  decodeStatusRecord(Buffer.from(key), value === null ? null : Buffer.from(value));

const status = (state: InstanceState, generation: number, workerId = 'w:1'): StoredStatus => ({
  state,
  trace: null,
  workerId,
  generation,
  version: null,
});

const a0 = { connector: 'a', task: 0 };

function known(...records: readonly StatusRecord[]): KnownStatuses {
  const statuses = new KnownStatuses();
  for (const record of records) statuses.take(record);
  return statuses;
}

const ofTask = (told: StoredStatus | null, task = 0): StatusRecord => ({
  kind: 'status',
  owner: taskOwner({ connector: 'a', task }),
  status: told,
});
const ofConnector = (told: StoredStatus | null, name = 'a'): StatusRecord => ({
  kind: 'status',
  owner: connectorOwner(name),
  status: told,
});

describe('a record of the status topic', () => {
  it.each(['java', 'java-exactly-once'])(
    'is read and written byte for byte as by the Java workers of %s',
    (cluster) => {
      const records = recordedTopics(cluster).status;
      expect(records.length).toBeGreaterThan(30);
      const again = records.map(({ key, value }) => {
        const record = decode(key, value);
        return record && encodeStatusRecord(record);
      });
      expect(again).toEqual(records.map(({ key, value }) => ({ key, value })));
    },
  );

  it('comes back as it was', () => {
    const name = fc.string({ minLength: 1, maxLength: 12 });
    const topic = fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/);
    const text = fc.option(fc.string());
    const told: fc.Arbitrary<StoredStatus> = fc.record({
      state: fc.constantFrom('UNASSIGNED', 'RUNNING', 'PAUSED', 'FAILED', 'RESTARTING', 'STOPPED'),
      trace: text,
      workerId: name,
      generation: fc.integer(),
      version: text,
    });
    const owner = fc.oneof(
      name.map(connectorOwner),
      fc.record({ connector: name, task: fc.nat() }).map(taskOwner),
    );
    const records: fc.Arbitrary<StatusRecord> = fc.oneof(
      fc.record({ kind: fc.constant('status' as const), owner, status: fc.option(told) }),
      fc.record({ connector: name, topic, task: fc.nat(), discoveredMs: fc.nat() }).map((use) => {
        return { kind: 'topic' as const, connector: use.connector, topic: use.topic, use };
      }),
    );
    fc.assert(
      fc.property(records, (record) => {
        const { key, value } = encodeStatusRecord(record);
        expect(decode(key, value)).toEqual(record);
      }),
    );
  });

  it('may lack a version, and have fields that are new', () => {
    const value = '{"state":"RUNNING","trace":null,"worker_id":"w:1","generation":3,"more":1}';
    expect(decode('status-task-a-1-0', value)).toEqual({
      kind: 'status',
      owner: taskOwner({ connector: 'a-1', task: 0 }),
      status: status('RUNNING', 3),
    });
  });

  it('takes the topic up to the first colon, and the connector behind it', () => {
    expect(decode('status-topic-t.1:connector-a:connector-b', null)).toEqual({
      kind: 'topic',
      topic: 't.1',
      connector: 'a:connector-b',
      use: null,
    });
  });

  it.each([
    ['status-connector-a', '{"state":"RUNNING","worker_id":"w","generation":"3"}'],
    ['status-connector-a', '{"state":"RUNNING","worker_id":"w","generation":3.0}'],
    ['status-connector-a', '{"state":"DESTROYED","worker_id":"w","generation":3}'],
    ['status-connector-a', '{"state":"RUNNING","generation":3}'],
    ['status-connector-a', '{"state":'],
    ['status-connector-a', '[]'],
    ['status-task-a', null],
    ['status-topic-t', null],
    ['status-topic-t:task-a', null],
    ['status-topic-t:connector-a', '{"topic":{"name":"t","connector":"a","task":0}}'],
    ['status-topic-t:connector-a', '{"topic":"t"}'],
    ['other', null],
  ])('says nothing: %s %s', (key, value) => {
    expect(decode(key, value)).toBeNull();
  });
});

describe('what is known of connectors and tasks', () => {
  it('is what was read last', () => {
    const statuses = known(
      ofConnector(status('RUNNING', 1)),
      ofConnector(status('PAUSED', 1)),
      ofTask(status('FAILED', 1)),
    );
    expect([statuses.connector('a')?.state, statuses.task(a0)?.state, statuses.connectors()]).toEqual([
      'PAUSED',
      'FAILED',
      ['a'],
    ]);
    expect([
      statuses.connector('b'),
      statuses.task({ connector: 'b', task: 0 }),
      statuses.topics('b'),
    ]).toEqual([null, null, []]);
  });

  it('has tasks in the order of their numbers', () => {
    const statuses = known(...[10, 2, 0].map((task) => ofTask(status('RUNNING', 1), task)));
    expect([...statuses.tasks('a').keys()]).toEqual([0, 2, 10]);
  });

  it('is not changed by who gave a task up after another one had it running', () => {
    const late = (generation: number): string | undefined =>
      known(ofTask(status('RUNNING', 5)), ofTask(status('UNASSIGNED', generation, 'w:2'))).task(a0)?.state;
    expect([late(4), late(5), late(6)]).toEqual(['RUNNING', 'RUNNING', 'UNASSIGNED']);
    const paused = known(ofTask(status('PAUSED', 5)), ofTask(status('UNASSIGNED', 4)));
    expect(paused.task(a0)?.state).toBe('UNASSIGNED');
    const connector = known(ofConnector(status('RUNNING', 5)), ofConnector(status('UNASSIGNED', 4)));
    expect(connector.connector('a')?.state).toBe('UNASSIGNED');
  });

  it('goes when it is taken back, with a connector also that of its tasks, but not its topics', () => {
    const use = { topic: 't', connector: 'a', task: 0, discoveredMs: 5 };
    const told: StatusRecord[] = [
      ofConnector(status('RUNNING', 1)),
      ofTask(status('RUNNING', 1)),
      ofTask(status('RUNNING', 1), 1),
      { kind: 'topic', connector: 'a', topic: 't', use },
    ];
    expect([
      ...known(...told, ofTask(null))
        .tasks('a')
        .keys(),
    ]).toEqual([1]);
    const gone = known(...told, ofConnector(null));
    expect([gone.connector('a'), gone.connectors(), gone.tasks('a').size, gone.topics('a')]).toEqual([
      null,
      [],
      0,
      [use],
    ]);
    const taken = known(...told, { kind: 'topic', connector: 'a', topic: 't', use: null });
    expect([taken.topics('a'), taken.topic('a', 't')]).toEqual([[], null]);
  });
});
