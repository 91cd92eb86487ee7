import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KafkaError } from '@sluice/kafka-client';
import { InMemoryWorker } from '../../../testing/in-memory-worker.ts';
import type { ConnectorOffset } from '../offsets/offset-json.ts';

let worker: InMemoryWorker;

beforeEach(() => {
  worker = new InMemoryWorker();
});
afterEach(() => worker.herder.stop());

const file = (filename: string, position: bigint | null): ConnectorOffset => ({
  partition: { filename },
  offset: position === null ? null : { position },
});
const place = (partition: bigint, offset: bigint | null): ConnectorOffset => ({
  partition: { kafka_partition: partition, kafka_topic: 't' },
  offset: offset === null ? null : { kafka_offset: offset },
});
const altered = 'The offsets for this connector have been altered successfully';
const reset = 'The offsets for this connector have been reset successfully';
const unsure = (did: string): string =>
  `The Connect framework-managed offsets for this connector have been ${did} successfully. However, if this connector ` +
  `manages offsets externally, they will need to be manually ${did} in the system that the connector uses.`;
const mustStop = {
  name: 'BadRequestError',
  code: 'CONNECTOR_NOT_STOPPED',
  message:
    'Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified ' +
    "connector by issuing a 'PUT' request to the '/connectors/c/stop' endpoint",
};

async function stoppedSource(config: Readonly<Record<string, string>> = {}): Promise<void> {
  await worker.put(config, { initialState: 'STOPPED' });
}

async function stoppedSink(config: Readonly<Record<string, string>> = {}): Promise<void> {
  await worker.herder.putConnector({
    name: 'c',
    config: { 'connector.class': 'TestSink', topics: 't', ...config },
    initialState: 'STOPPED',
    allowReplace: true,
  });
}

const list = (): Promise<readonly ConnectorOffset[]> => worker.herder.connectorOffsets('c');
const alter = (...offsets: ConnectorOffset[]): Promise<string> =>
  worker.herder.alterConnectorOffsets('c', offsets);
const resetAll = (): Promise<string> => worker.herder.resetConnectorOffsets('c');

async function stored(key: string): Promise<string | null> {
  return (await worker.offsets.get([key]))[0] ?? null;
}

describe('the offsets of a connector that cannot be changed', () => {
  it('are those of one that is not there', async () => {
    const missing = { name: 'NotFoundError', message: 'Connector c not found' };
    await expect(list()).rejects.toMatchObject(missing);
    await expect(alter(file('a', 1n))).rejects.toMatchObject(missing);
    await expect(resetAll()).rejects.toMatchObject(missing);
  });

  it('are those that are not named, whether there is a connector or not', async () => {
    const nothing = {
      name: 'BadRequestError',
      message: 'Partitions / offsets need to be provided for an alter offsets request',
    };
    await expect(alter()).rejects.toMatchObject(nothing);
    await expect(worker.put({}, { initialOffsets: [] })).rejects.toMatchObject(nothing);
    expect(await worker.herder.connectors()).toEqual([]);
  });

  it('are those of one that runs, or is paused', async () => {
    await worker.put();
    await expect(alter(file('a', 1n))).rejects.toMatchObject(mustStop);
    await expect(resetAll()).rejects.toMatchObject(mustStop);
    await worker.herder.pauseConnector('c');
    await expect(alter(file('a', 1n))).rejects.toMatchObject(mustStop);
    await expect(resetAll()).rejects.toMatchObject(mustStop);
    await worker.herder.stopConnector('c');
    expect(await alter(file('a', 1n))).toBe(altered);
    await worker.herder.resumeConnector('c');
    await expect(resetAll()).rejects.toMatchObject(mustStop);
  });
});

describe('the offsets of a source', () => {
  it('are altered where they are named, and all of them reset', async () => {
    await stoppedSource();
    expect(await alter(file('a', 1n), file('b', 9007199254740993n))).toBe(altered);
    expect(await list()).toEqual([file('a', 1n), file('b', 9007199254740993n)]);
    expect(await alter(file('a', 2n), { ...file('b', null) })).toBe(altered);
    expect(await list()).toEqual([file('a', 2n)]);
    expect(await resetAll()).toBe(reset);
    expect(await list()).toEqual([]);
    expect(await resetAll()).toBe(reset);
    expect(await stored('["c",{"filename":"a"}]')).toBeNull();
  });

  it('are those of this source only', async () => {
    await stoppedSource();
    await worker.offsets.set([{ key: '["other",{"filename":"a"}]', value: '{"position":1}' }]);
    await alter(file('a', 5n));
    await resetAll();
    expect(await stored('["other",{"filename":"a"}]')).toBe('{"position":1}');
  });

  it('keep the bytes of the keys they have, whatever the order in a request', async () => {
    const key = '["c",{"z":"1","a":"2"}]';
    const partition = { a: '2', z: '1' };
    await worker.offsets.set([{ key, value: '{"at":1}' }]);
    await stoppedSource();
    await alter({ partition, offset: { at: 2n } });
    expect(worker.offsets.keys()).toEqual([key]);
    expect(await list()).toEqual([{ partition, offset: { at: 2n } }]);
    await resetAll();
    expect(worker.offsets.keys()).toEqual([key]);
    expect(await stored(key)).toBeNull();
  });

  it('are shown as they are stored, to the last digit', async () => {
    const value = '{"long":9223372036854775807,"double":1.0,"text":"1"}';
    await worker.offsets.set([{ key: '["c",{"n":1}]', value }]);
    await stoppedSource();
    expect(await list()).toEqual([
      { partition: { n: 1n }, offset: { long: 9223372036854775807n, double: 1, text: '1' } },
    ]);
  });

  it('move the tasks that begin afterwards', async () => {
    await stoppedSource();
    await alter({ partition: { task: 0n }, offset: { position: 1000n } });
    await worker.herder.resumeConnector('c');
    await expect
      .poll(async () => {
        await worker.herder.stopConnector('c');
        const [first] = await list();
        await worker.herder.resumeConnector('c');
        return Number(first?.offset?.['position']);
      })
      .toBeGreaterThan(1000);
  });

  it('cannot be changed while a request to resume waits for it', async () => {
    await stoppedSource();
    const order: string[] = [];
    await Promise.all([
      alter(file('a', 1n)).then(() => order.push('altered')),
      worker.herder.resumeConnector('c').then(() => order.push('resumed')),
      resetAll().catch((error: Error) => order.push(error.message.slice(0, 15))),
    ]);
    expect(order).toEqual(['altered', 'resumed', 'Connectors must']);
  });
});

describe('a connector that is asked about its offsets', () => {
  const config = (does: string): Record<string, string> => ({ 'offsets.do': does });

  it('may not know what they mean to it', async () => {
    await stoppedSource(config('not know'));
    expect(await alter(file('a', 1n))).toBe(unsure('altered'));
    expect(await list()).toEqual([file('a', 1n)]);
    expect(await resetAll()).toBe(unsure('reset'));
  });

  it('is told of all changes, the known partitions when all are reset, and nothing is written when it objects', async () => {
    await stoppedSource();
    await alter(file('a', 1n), file('b', 2n));
    await worker.put(config('object'));
    await expect(alter(file('a', 9223372036854775807n), file('c', null))).rejects.toMatchObject({
      code: 'OFFSETS_CHANGE_REJECTED',
      message:
        'no: [{"partition":{"filename":"a"},"offset":{"position":"9223372036854775807n"}},' +
        '{"partition":{"filename":"c"},"offset":null}]',
    });
    await expect(resetAll()).rejects.toThrow(
      'no: [{"partition":{"filename":"a"},"offset":null},{"partition":{"filename":"b"},"offset":null}]',
    );
    expect(await list()).toEqual([file('a', 1n), file('b', 2n)]);
  });

  it.each([
    ['refuse the request', { code: 'REQUEST_INVALID', message: 'not so' }],
    [
      'tell the password',
      { code: 'OFFSETS_NOT_MODIFIED', message: 'Failed to modify offsets for source connector c' },
    ],
    [
      'be elsewhere',
      {
        code: 'OFFSETS_UNSUPPORTED',
        message:
          "Failed to modify offsets for connector c because it doesn't support external modification of offsets",
      },
    ],
    [
      'hang',
      {
        code: 'OFFSETS_NOT_MODIFIED',
        message: "Timed out while calling the 'alterOffsets' method for source connector c",
      },
    ],
  ])('may %s, and nothing is written', async (does, error) => {
    await stoppedSource(config(does));
    await expect(alter(file('a', 1n))).rejects.toMatchObject(error);
    await expect(resetAll()).rejects.toMatchObject(error);
    expect(await list()).toEqual([]);
  });

  it('gets its configuration with references resolved, and cannot show their values', async () => {
    await worker.herder.stop();
    worker = new InMemoryWorker({ p: { get: () => ({ values: new Map([['k', 's3cr3t-word']]) }) } });
    await stoppedSource({ ...config('tell the password'), password: '${p:k}' });
    const failure = await alter(file('a', 1n)).catch((error: unknown) => error as Error);
    expect(String((failure as Error).cause)).toContain('the password is');
    expect(String((failure as Error).cause)).not.toContain('s3cr3t-word');
  });
});

describe('the offsets of a sink', () => {
  const group = (name = 'connect-c'): Map<string, number> | undefined => worker.groups.offsetsOf.get(name);

  it('are those of its consumer group', async () => {
    await stoppedSink();
    expect(await list()).toEqual([]);
    expect(await alter(place(1n, 7n), place(0n, 5n))).toBe(altered);
    expect(group()).toEqual(
      new Map([
        ['t-1', 7],
        ['t-0', 5],
      ]),
    );
    expect(await list()).toEqual([place(0n, 5n), place(1n, 7n)]);
    expect(await alter(place(0n, null), place(1n, 8n))).toBe(altered);
    expect(await list()).toEqual([place(1n, 8n)]);
    expect(await resetAll()).toBe(reset);
    expect(group()).toBeUndefined();
  });

  it('are those of the group that it overrides', async () => {
    await stoppedSink({ 'consumer.override.group.id': 'mine' });
    await alter(place(0n, 5n));
    expect(group('mine')).toEqual(new Map([['t-0', 5]]));
  });

  it('are found by the time of a record, and the end where all are older', async () => {
    await stoppedSink();
    const at = (kafka_timestamp: bigint): ConnectorOffset['offset'] => ({ kafka_timestamp });
    await alter({ ...place(0n, null), offset: at(42n) }, { ...place(1n, null), offset: at(5000n) });
    expect(await list()).toEqual([place(0n, 42n), place(1n, 100n)]);
  });

  it('count once for each partition: the last one', async () => {
    await stoppedSink();
    const asText = { partition: { kafka_partition: '0', kafka_topic: 't' }, offset: { kafka_offset: '6' } };
    await alter(place(0n, 5n), asText);
    expect(await list()).toEqual([place(0n, 6n)]);
  });

  it('are what the connector is told of', async () => {
    await stoppedSink({ 'offsets.do': 'object' });
    worker.groups.offsetsOf.set('connect-c', new Map([['old-3', 1]]));
    await expect(alter(place(0n, 5n))).rejects.toThrow('no: [{"topic":"t","partition":0,"offset":5}]');
    await expect(resetAll()).rejects.toThrow('no: [{"topic":"old","partition":3,"offset":null}]');
    expect(group()).toEqual(new Map([['old-3', 1]]));
  });

  it('are not negative', async () => {
    await stoppedSink();
    await expect(alter(place(0n, 5n), place(1n, -1n))).rejects.toMatchObject({
      code: 'OFFSETS_NOT_MODIFIED',
      message: 'Failed to modify offsets for sink connector c: the offset of t-1 is -1, which is negative',
    });
    expect(group()).toBeUndefined();
  });

  it.each([
    ['UNKNOWN_MEMBER_ID', () => alter(place(0n, 5n)), 'alter'],
    ['GROUP_SUBSCRIBED_TO_TOPIC', () => alter(place(0n, null)), 'alter'],
    ['NON_EMPTY_GROUP', resetAll, 'reset'],
  ] as const)('cannot be changed while somebody reads (%s)', async (name, action, verb) => {
    await stoppedSink();
    worker.groups.failure = new KafkaError(name, 'busy');
    await expect(action()).rejects.toMatchObject({
      code: 'OFFSETS_IN_USE',
      message:
        `Failed to ${verb} consumer group offsets for connector c either because its tasks haven't stopped completely ` +
        `yet or the connector was resumed before the request to ${verb} its offsets could be successfully completed. ` +
        "If the connector is in a stopped state, this operation can be safely retried. If it doesn't eventually " +
        'succeed, the Connect cluster may need to be restarted to get rid of the zombie sink tasks.',
    });
  });

  it('are not changed where Kafka refuses it, with the reason', async () => {
    await stoppedSink();
    worker.groups.failure = new KafkaError('GROUP_AUTHORIZATION_FAILED', 'not allowed');
    await expect(alter(place(0n, 5n))).rejects.toMatchObject({
      code: 'OFFSETS_NOT_MODIFIED',
      message: 'Failed to alter consumer group offsets for connector c: not allowed',
    });
    await expect(resetAll()).rejects.toMatchObject({
      message: 'Failed to reset consumer group offsets for sink connector c: not allowed',
    });
  });

  it('may be reset where there is no group', async () => {
    await stoppedSink();
    worker.groups.failure = new KafkaError('GROUP_ID_NOT_FOUND', 'no such group');
    expect(await resetAll()).toBe(reset);
  });
});

describe('a connector that is created at offsets', () => {
  it('begins there, and what was stored under its name is gone', async () => {
    await worker.offsets.set([
      { key: '["c",{"task":0}]', value: '{"position":5}' },
      { key: '["c",{"task":7}]', value: '{"position":5}' },
    ]);
    const { offsetsStatus } = await worker.put(
      {},
      { initialOffsets: [{ partition: { task: 0n }, offset: { position: 1000n } }] },
    );
    expect(offsetsStatus).toBe(altered);
    await expect.poll(() => worker.states()).toEqual(['RUNNING', 'RUNNING']);
    await worker.herder.stopConnector('c');
    const [first, ...others] = await list();
    expect(first?.partition).toEqual({ task: 0n });
    expect(Number(first?.offset?.['position'])).toBeGreaterThanOrEqual(1000);
    expect(others).toEqual([]);
  });

  it('says nothing of offsets where none are given', async () => {
    expect(await worker.put()).not.toHaveProperty('offsetsStatus');
  });

  it('is told of what it had too, and is not created when it objects', async () => {
    await worker.offsets.set([{ key: '["c",{"filename":"old"}]', value: '{"position":5}' }]);
    const initialOffsets = [file('new', 1n), file('never', null)];
    await expect(worker.put({ 'offsets.do': 'object' }, { initialOffsets })).rejects.toThrow(
      'no: [{"partition":{"filename":"old"},"offset":null},{"partition":{"filename":"new"},"offset":{"position":1}},' +
        '{"partition":{"filename":"never"},"offset":null}]',
    );
    expect(await worker.herder.connectors()).toEqual([]);
    expect(await stored('["c",{"filename":"old"}]')).toBe('{"position":5}');
  });

  it('is not created, and keeps its offsets, where its configuration is wrong or there is one of its name', async () => {
    await worker.offsets.set([{ key: '["c",{"filename":"old"}]', value: '{"position":5}' }]);
    const initialOffsets = [file('new', 1n)];
    await expect(worker.put({ topic: '' }, { initialOffsets })).rejects.toMatchObject({
      code: 'CONNECTOR_CONFIG_INVALID',
    });
    await stoppedSource();
    await expect(worker.put({}, { initialOffsets, allowReplace: false })).rejects.toMatchObject({
      code: 'CONNECTOR_EXISTS',
    });
    expect(await list()).toEqual([file('old', 5n)]);
  });

  it('as a sink has them in place of those of its group', async () => {
    worker.groups.offsetsOf.set(
      'connect-c',
      new Map([
        ['t-0', 1],
        ['old-3', 1],
      ]),
    );
    await worker.herder.putConnector({
      name: 'c',
      config: { 'connector.class': 'TestSink', topics: 't' },
      initialState: 'STOPPED',
      initialOffsets: [place(0n, 5n), place(9n, null)],
      allowReplace: false,
    });
    expect(await list()).toEqual([place(0n, 5n)]);
  });
});
