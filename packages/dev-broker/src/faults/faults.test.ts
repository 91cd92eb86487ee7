import {
  findCoordinatorApi,
  heartbeatApi,
  joinGroupApi,
  listGroupsApi,
  metadataApi,
  produceApi,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../index.ts';
import { makeBatch } from '../log/fixtures/make-batch.ts';
import { RawClient } from '../network/fixtures/raw-client.ts';

let broker: DevBroker;
let client: RawClient;

beforeEach(async () => {
  broker = await startDevBroker({ groupMinSessionTimeoutMs: 10 });
  client = await RawClient.connect(broker.port);
  await client.call(metadataApi, 9, { topics: [{ name: 't' }] });
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

function send(): void {
  const records = makeBatch({ values: ['x'] }).bytes;
  const topicData = [{ name: 't', partitionData: [{ index: 0, records }] }];
  client.send(produceApi, 9, { acks: -1, timeoutMs: 1000, topicData });
}

async function produce(): Promise<{ errorCode: number | undefined; offset: bigint | undefined }> {
  send();
  const { responses } = await client.receive(produceApi, 9);
  const result = responses[0]?.partitionResponses[0];
  return { errorCode: result?.errorCode, offset: result?.baseOffset };
}

describe('faults', () => {
  it('fail the requests that were meant, and no other', async () => {
    const effect = { kind: 'fail', error: 'NOT_LEADER_OR_FOLLOWER' } as const;
    const fault = broker.faults.add({ api: 'Produce', nth: 2, times: 2, effect });
    const codes = [];
    for (let index = 0; index < 4; index += 1) codes.push((await produce()).errorCode);
    expect([codes, fault.count]).toEqual([[0, 6, 6, 0], 2]);
    expect((await produce()).offset).toBe(2n);
  });

  it('leave other clients alone, and end when they are taken back', async () => {
    const effect = { kind: 'fail', error: 'NOT_LEADER_OR_FOLLOWER' } as const;
    broker.faults.add({ api: 'Produce', times: 100, clientId: 'somebody else', effect });
    const mine = broker.faults.add({ api: 'Produce', times: 100, clientId: 'raw', effect });
    expect((await produce()).errorCode).toBe(6);
    mine.remove();
    expect((await produce()).errorCode).toBe(0);
  });

  it('delay an answer', async () => {
    broker.faults.add({ api: 'Produce', effect: { kind: 'delay', delayMs: 100 } });
    const start = performance.now();
    expect((await produce()).errorCode).toBe(0);
    expect(performance.now() - start).toBeGreaterThanOrEqual(95);
  });

  it.each([
    ['drop', 0n],
    ['drop-answer', 1n],
  ] as const)('lose a request or its answer with %s', async (kind, offset) => {
    const fault = broker.faults.add({ api: 'Produce', effect: { kind } });
    send();
    await expect.poll(() => fault.count).toBe(1);
    const other = await RawClient.connect(broker.port);
    client.close();
    client = other;
    expect((await produce()).offset).toBe(offset);
  });

  it.each([
    [false, 0n],
    [true, 1n],
  ])('close the connection, with the request done first: %s', async (after, offset) => {
    broker.faults.add({ api: 'Produce', effect: { kind: 'disconnect', after } });
    await expect(produce()).rejects.toThrow('closed');
    client = await RawClient.connect(broker.port);
    expect((await produce()).offset).toBe(offset);
  });

  it('freeze the broker until it thaws', async () => {
    broker.faults.freeze();
    const answer = produce();
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 50, 'frozen'))])).toBe(
      'frozen',
    );
    broker.faults.thaw();
    expect((await answer).errorCode).toBe(0);
  });

  it('do not keep a frozen broker from stopping', async () => {
    broker.faults.freeze();
    send();
    await expect(broker.stop()).resolves.toBeUndefined();
  });

  it('send clients of a coordinator away until they look for it again', async () => {
    const heartbeat = { groupId: 'g', memberId: 'm', generationId: 1 };
    broker.faults.moveCoordinator('group', 'g');
    expect((await client.call(heartbeatApi, 4, heartbeat)).errorCode).toBe(16);
    expect((await client.call(heartbeatApi, 4, { ...heartbeat, groupId: 'h' })).errorCode).toBe(25);
    await client.call(findCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['g'] });
    expect((await client.call(heartbeatApi, 4, heartbeat)).errorCode).toBe(25);
  });

  it('end the sessions of a group', async () => {
    const join = {
      groupId: 'g',
      sessionTimeoutMs: 60_000,
      memberId: '',
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: Buffer.from('m') }],
    };
    expect((await client.call(joinGroupApi, 3, join)).errorCode).toBe(0);
    broker.faults.expireGroup('g');
    expect((await client.call(listGroupsApi, 4, { statesFilter: [] })).groups).toMatchObject([
      { groupId: 'g', groupState: 'Empty' },
    ]);
  });

  it('end all connections', async () => {
    await broker.faults.closeConnections();
    await expect(produce()).rejects.toThrow('closed');
    client = await RawClient.connect(broker.port);
    expect((await produce()).errorCode).toBe(0);
  });

  it('refuse what cannot be', () => {
    expect(() => broker.faults.add({ api: 'Prodcue', effect: { kind: 'drop' } })).toThrow('no API Prodcue');
    const effect = { kind: 'fail', error: 'UNKNOWN_SERVER_ERROR' } as const;
    expect(() => broker.faults.add({ api: 'ListGroups', effect })).toThrow('ListGroups cannot fail');
  });
});
