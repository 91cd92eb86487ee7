import {
  addOffsetsToTxnApi,
  endTxnApi,
  errorCodes,
  findCoordinatorApi,
  initProducerIdApi,
  produceApi,
  txnOffsetCommitApi,
} from '@sluice/kafka-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { answerOffsets, type TransactionBroker } from '../../testing/transaction-broker.ts';
import { refuseBatches } from '../../testing/produce-answers.ts';
import { TransactionTrial } from '../../testing/transaction-trial.ts';
import type { Producer } from '../produce/producer.ts';

let trial: TransactionTrial;
let broker: TransactionBroker;
let producer: Producer<string>;

afterEach(() => trial.end());

async function start(version: 1 | 2, properties: Record<string, string> = {}): Promise<void> {
  trial = await TransactionTrial.start(version, properties);
  ({ broker, producer } = trial);
}

const offsets = [{ topic: 't', partition: 0, offset: 5 }];
const group = { groupId: 'g', memberId: 'm', generationId: 3, groupInstanceId: 'i' };

describe.each([1, 2] as const)('transactions in version %i', (version) => {
  it('ask nothing of the coordinator where nothing was written', async () => {
    await start(version);
    producer.beginTransaction();
    await producer.sendOffsetsToTransaction([], group);
    await producer.commitTransaction();
    producer.beginTransaction();
    await producer.abortTransaction();
    expect(broker.story).toEqual(['InitProducerId']);
  });

  it('find the coordinator again when it has moved, or does not answer', async () => {
    await start(version);
    producer.beginTransaction();
    trial.append('a');
    broker.log.script.once(endTxnApi, () => ({ errorCode: errorCodes.NOT_COORDINATOR }));
    broker.log.script.once(endTxnApi, () => ({ errorCode: errorCodes.COORDINATOR_LOAD_IN_PROGRESS }));
    broker.log.script.once(endTxnApi, () => 'disconnect');
    await producer.commitTransaction();
    expect(broker.log.script.requestsOf(endTxnApi)).toHaveLength(4);
    const sought = broker.log.script.requestsOf(findCoordinatorApi);
    expect(sought).toHaveLength(3);
    expect(sought[0]).toMatchObject({ keyType: 1, coordinatorKeys: ['tx'] });
  });

  it('go on in the background after max.block.ms; the same call again learns the outcome', async () => {
    await start(version, { 'max.block.ms': '30' });
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    broker.log.script.once(endTxnApi, async () => {
      await held;
      return { errorCode: 0, ...(version === 2 ? { producerId: 7n, producerEpoch: broker.epoch++ } : {}) };
    });
    producer.beginTransaction();
    trial.append('a');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'REQUEST_TIMED_OUT' });
    await expect(producer.abortTransaction()).rejects.toThrow(/commitTransaction is not done/);
    expect(() => producer.beginTransaction()).toThrow(/commitTransaction is not done/);
    expect(() => trial.append('b')).toThrow(/committing cannot append/);
    answer();
    await expect.poll(() => producer.commitTransaction().then(() => 'committed', String)).toBe('committed');
    expect(broker.log.script.requestsOf(endTxnApi)).toHaveLength(1);
    producer.beginTransaction();
    trial.append('b');
    await producer.commitTransaction();
    expect(broker.log.values('t')).toEqual(['a', 'b']);
  });

  it('fail what was not sent when they are aborted, and drop it', async () => {
    await start(version, {
      'linger.ms': '60000',
      'delivery.timeout.ms': '200000',
    });
    producer.beginTransaction();
    trial.append('a');
    await producer.abortTransaction();
    expect(trial.failed()).toEqual(['a: INVALID_TXN_STATE']);
    producer.beginTransaction();
    trial.append('b');
    await producer.commitTransaction();
    expect(broker.log.values('t')).toEqual(['b']);
  });

  it('wait for what is being sent before they are aborted', async () => {
    await start(version);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    broker.log.script.once(produceApi, async (request) => {
      await held;
      return refuseBatches(errorCodes.NOT_LEADER_OR_FOLLOWER)(request);
    });
    producer.beginTransaction();
    trial.append('a');
    await expect.poll(() => broker.log.script.requestsOf(produceApi).length).toBe(1);
    const aborting = producer.abortTransaction();
    await expect.poll(() => trial.failed()).toEqual([]);
    expect(broker.log.script.requestsOf(endTxnApi)).toHaveLength(0);
    answer();
    await aborting;
    expect(trial.failed()).toEqual(['a: INVALID_TXN_STATE']);
    expect(broker.log.script.requestsOf(produceApi)).toHaveLength(1);
    expect(broker.log.script.requestsOf(endTxnApi).map(({ committed }) => committed)).toEqual([false]);
  });

  it('wait beyond delivery.timeout.ms for what is being sent: it must not get into the next one', async () => {
    const timeoutMs = 1500;
    await start(version, {
      'request.timeout.ms': String(timeoutMs),
      'delivery.timeout.ms': String(timeoutMs),
    });
    let sentAtMs = Number.POSITIVE_INFINITY;
    broker.log.script
      .once(produceApi, async (request) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return refuseBatches(errorCodes.NOT_ENOUGH_REPLICAS)(request);
      })
      .once(produceApi, () => {
        sentAtMs = performance.now();
        return 'silence';
      });
    producer.beginTransaction();
    trial.append('a');
    await producer.flush();
    expect(performance.now() - sentAtMs).toBeGreaterThanOrEqual(timeoutMs - 1);
    expect(trial.failed()).toHaveLength(1);
    await producer.abortTransaction();
  });

  it('begin anew at the coordinator that has forgotten the producer, with nothing to end', async () => {
    await start(version);
    broker.log.script.once(endTxnApi, () => ({ errorCode: errorCodes.INVALID_PRODUCER_ID_MAPPING }));
    producer.beginTransaction();
    trial.append('a');
    await expect(producer.commitTransaction()).rejects.toMatchObject({
      errorName: 'INVALID_PRODUCER_ID_MAPPING',
    });
    await producer.abortTransaction();
    expect(broker.log.script.requestsOf(endTxnApi)).toHaveLength(1);
    expect(broker.log.script.requestsOf(initProducerIdApi)[1]).toMatchObject({
      producerId: 7n,
      producerEpoch: 0,
    });
    producer.beginTransaction();
    trial.append('b');
    await producer.commitTransaction();
    expect(broker.stamps.map(({ epoch }) => epoch)).toEqual([0, 1]);
  });

  it.each(['INVALID_PRODUCER_ID_MAPPING', 'UNKNOWN_PRODUCER_ID'] as const)(
    'begin anew as well when an abort is answered with %s',
    async (name) => {
      await start(version);
      broker.log.script.once(endTxnApi, () => ({ errorCode: errorCodes[name] }));
      producer.beginTransaction();
      trial.append('a');
      await producer.flush();
      await producer.abortTransaction();
      expect(broker.story.slice(-2)).toEqual(['EndTxn', 'InitProducerId']);
      producer.beginTransaction();
    },
  );

  it.each(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED'] as const)(
    'end with the producer when the coordinator says %s',
    async (name) => {
      await start(version);
      broker.log.script.on(endTxnApi, () => ({ errorCode: errorCodes[name] }));
      producer.beginTransaction();
      trial.append('a');
      const fenced = {
        errorName: 'PRODUCER_FENCED',
        message: expect.stringContaining('transactional.id=tx') as string,
      };
      await expect(producer.commitTransaction()).rejects.toMatchObject(fenced);
      await expect(producer.abortTransaction()).rejects.toMatchObject(fenced);
      expect(() => trial.append('b')).toThrow(/has taken over/);
    },
  );

  it('can be aborted when a partition has seen a newer epoch; the coordinator decides whether that is the end', async () => {
    await start(version);
    broker.log.script.once(produceApi, refuseBatches(errorCodes.INVALID_PRODUCER_EPOCH));
    producer.beginTransaction();
    trial.append('a');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'INVALID_PRODUCER_EPOCH' });
    await producer.abortTransaction();
    producer.beginTransaction();
    trial.append('b');
    await producer.commitTransaction();
  });

  it.each([
    'UNKNOWN_MEMBER_ID',
    'ILLEGAL_GENERATION',
    'FENCED_INSTANCE_ID',
    'GROUP_AUTHORIZATION_FAILED',
  ] as const)('have to be aborted when the group says %s', async (name) => {
    await start(version);
    broker.log.script.once(txnOffsetCommitApi, (request) => answerOffsets(request, errorCodes[name]));
    producer.beginTransaction();
    await expect(producer.sendOffsetsToTransaction(offsets, group)).rejects.toMatchObject({
      errorName: name,
    });
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: name });
    await producer.abortTransaction();
    expect(broker.log.script.requestsOf(endTxnApi).map(({ committed }) => committed)).toEqual([false]);
  });

  it('send offsets again while the group is not ready for them', async () => {
    await start(version);
    const loading = errorCodes.COORDINATOR_LOAD_IN_PROGRESS;
    broker.log.script.once(txnOffsetCommitApi, (request) => answerOffsets(request, loading));
    broker.log.script.once(addOffsetsToTxnApi, () => ({ errorCode: errorCodes.CONCURRENT_TRANSACTIONS }));
    producer.beginTransaction();
    await Promise.all([
      producer.sendOffsetsToTransaction(offsets, group),
      producer.sendOffsetsToTransaction([{ topic: 't', partition: 1, offset: 9 }], group),
    ]);
    await producer.commitTransaction();
    expect(broker.log.script.requestsOf(txnOffsetCommitApi)).toHaveLength(3);
  });

  it('are committed to the end when the producer is closed meanwhile', async () => {
    await start(version, { 'max.block.ms': '20' });
    producer.beginTransaction();
    trial.append('a');
    broker.log.script.once(endTxnApi, () => ({ errorCode: errorCodes.COORDINATOR_LOAD_IN_PROGRESS }));
    broker.log.script.once(endTxnApi, () => ({ errorCode: errorCodes.COORDINATOR_LOAD_IN_PROGRESS }));
    const committing = producer.commitTransaction().catch(() => undefined);
    await producer.close();
    await committing;
    expect(broker.log.script.requestsOf(endTxnApi).map(({ committed }) => committed)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('are aborted when the producer is closed', async () => {
    await start(version);
    producer.beginTransaction();
    trial.append('a');
    await producer.flush();
    await producer.close();
    expect(broker.log.script.requestsOf(endTxnApi).map(({ committed }) => committed)).toEqual([false]);
  });
});
