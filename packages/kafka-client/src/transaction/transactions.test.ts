import {
  addOffsetsToTxnApi,
  addPartitionsToTxnApi,
  endTxnApi,
  errorCodes,
  findCoordinatorApi,
  initProducerIdApi,
  produceApi,
  txnOffsetCommitApi,
} from '@sluice/kafka-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import {
  answerOffsets,
  grantPartitions,
  refuseBatches,
  TransactionBroker,
} from '../../testing/transaction-broker.ts';
import type { Delivery } from '../produce/delivery.ts';
import { Producer } from '../produce/producer.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';

let broker: TransactionBroker;
const producers: Producer<string>[] = [];

afterEach(async () => {
  await Promise.all(producers.splice(0).map((producer) => producer.close(0)));
  await broker.stop();
});

interface Started {
  readonly producer: Producer<string>;
  readonly failed: () => string[];
}

async function connect(version: 1 | 2, properties: Record<string, string> = {}): Promise<Started> {
  broker = await TransactionBroker.start(version);
  const { settings } = parseProducerSettings({
    'bootstrap.servers': broker.log.script.address,
    'transactional.id': 'tx',
    'linger.ms': '0',
    'retry.backoff.ms': '5',
    ...properties,
  });
  const producer = new Producer<string>(settings);
  producers.push(producer);
  const deliveries: Delivery<string>[] = [];
  producer.onDelivered = (delivery) => deliveries.push(delivery);
  const failed = (): string[] =>
    deliveries.flatMap(({ error, attachments }) =>
      error === null ? [] : attachments.map((value) => `${value}: ${error.errorName}`),
    );
  return { producer, failed };
}

async function start(version: 1 | 2, properties: Record<string, string> = {}): Promise<Started> {
  const started = await connect(version, properties);
  await started.producer.initTransactions();
  await started.producer.prepare('t');
  return started;
}

function append(producer: Producer<string>, value: string, partition = 0): void {
  producer.append({ topic: 't', partition, timestampMs: 1000, key: null, value }, value);
}

const offsets = [{ topic: 't', partition: 0, offset: 5 }];
const group = { groupId: 'g', memberId: 'm', generationId: 3, groupInstanceId: 'i' };

describe('transactions in version 1 of the protocol', () => {
  it('tell the coordinator of each partition once, before it is written', async () => {
    const { producer } = await start(1);
    producer.beginTransaction();
    append(producer, 'a');
    await producer.flush();
    append(producer, 'b');
    append(producer, 'c', 1);
    await producer.commitTransaction();
    expect(broker.story.filter((name) => name !== 'Produce')).toEqual([
      'InitProducerId',
      'AddPartitionsToTxn',
      'AddPartitionsToTxn',
      'EndTxn',
    ]);
    expect(broker.story.indexOf('Produce')).toBeGreaterThan(broker.story.indexOf('AddPartitionsToTxn'));
    const added = broker.log.script.requestsOf(addPartitionsToTxnApi);
    expect(added.map(({ v3AndBelowTopics }) => v3AndBelowTopics)).toEqual([
      [{ name: 't', partitions: [0] }],
      [{ name: 't', partitions: [1] }],
    ]);
    expect(added[0]).toMatchObject({ v3AndBelowTransactionalId: 'tx', v3AndBelowProducerId: 7n });
    expect(broker.log.values('t', 0)).toEqual(['a', 'b']);
    const produced = broker.log.script.received.filter(({ api }) => api === produceApi);
    expect(produced.every(({ version }) => version <= 11)).toBe(true);
    expect(produced[0]?.body).toMatchObject({ transactionalId: 'tx', acks: -1 });
  });

  it('go on with the sequence numbers in the next transaction', async () => {
    const { producer } = await start(1);
    for (const value of ['a', 'b', 'c']) {
      producer.beginTransaction();
      append(producer, value);
      await producer.commitTransaction();
    }
    expect(broker.stamps).toEqual(
      [0, 1, 2].map((sequence) => ({ epoch: 0, sequence, isTransactional: true })),
    );
  });

  it('tell the coordinator of a group before its offsets are sent, with what is known of the member', async () => {
    const { producer } = await start(1);
    producer.beginTransaction();
    await producer.sendOffsetsToTransaction(offsets, group);
    await producer.commitTransaction();
    expect(broker.story).toEqual(['InitProducerId', 'AddOffsetsToTxn', 'TxnOffsetCommit', 'EndTxn']);
    const [request] = broker.log.script.requestsOf(txnOffsetCommitApi);
    expect(request).toMatchObject({ transactionalId: 'tx', ...group });
    expect(request?.topics[0]?.partitions[0]).toMatchObject({
      committedOffset: 5n,
      committedLeaderEpoch: -1,
    });
  });

  it('take another epoch after a batch that may have been written was given up', async () => {
    const { producer, failed } = await start(1);
    broker.log.script.once(produceApi, refuseBatches(errorCodes.INVALID_RECORD));
    producer.beginTransaction();
    append(producer, 'bad');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'INVALID_RECORD' });
    await producer.abortTransaction();
    producer.beginTransaction();
    append(producer, 'good');
    await producer.commitTransaction();
    expect(failed()).toEqual(['bad: INVALID_RECORD']);
    expect(broker.log.script.requestsOf(initProducerIdApi)[1]).toMatchObject({
      producerId: 7n,
      producerEpoch: 0,
    });
    expect(broker.log.script.requestsOf(endTxnApi).map(({ committed }) => committed)).toEqual([false, true]);
    expect(broker.stamps.map(({ epoch, sequence }) => [epoch, sequence])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it('try soon again while the transaction before is being completed', async () => {
    const { producer } = await start(1, { 'retry.backoff.ms': '20000', 'retry.backoff.max.ms': '20000' });
    const busy = errorCodes.CONCURRENT_TRANSACTIONS;
    broker.log.script.once(addPartitionsToTxnApi, (request) => grantPartitions(request, () => busy));
    producer.beginTransaction();
    append(producer, 'a');
    await producer.commitTransaction();
    expect(broker.log.values('t')).toEqual(['a']);
  });

  it('fail what waits for a partition that may not be written, and can be aborted', async () => {
    const { producer, failed } = await start(1);
    broker.log.script.on(addPartitionsToTxnApi, (request) =>
      grantPartitions(request, (_topic, partition) =>
        partition === 0 ? errorCodes.OPERATION_NOT_ATTEMPTED : errorCodes.TOPIC_AUTHORIZATION_FAILED,
      ),
    );
    producer.beginTransaction();
    append(producer, 'a', 0);
    append(producer, 'b', 1);
    await expect(producer.commitTransaction()).rejects.toThrow(
      /Add t-0, t-1 to the transaction of .*TOPIC_AUTHORI/,
    );
    expect(failed()).toEqual(['a: TOPIC_AUTHORIZATION_FAILED', 'b: TOPIC_AUTHORIZATION_FAILED']);
    await producer.abortTransaction();
    // Nothing was begun, so there is nothing to end.
    expect(broker.story).toEqual(['InitProducerId', 'AddPartitionsToTxn']);
    producer.beginTransaction();
  });
});

describe('transactions in version 2 of the protocol', () => {
  it('begin with what is written, and have an epoch each', async () => {
    const { producer } = await start(2);
    for (const value of ['a', 'b']) {
      producer.beginTransaction();
      append(producer, value);
      await producer.sendOffsetsToTransaction(offsets, group);
      await producer.commitTransaction();
    }
    expect(broker.story.filter((name) => name.startsWith('Add'))).toEqual([]);
    expect(broker.stamps).toEqual([0, 1].map((epoch) => ({ epoch, sequence: 0, isTransactional: true })));
    expect(broker.log.script.requestsOf(endTxnApi).map(({ producerEpoch }) => producerEpoch)).toEqual([0, 1]);
    const versions = broker.log.script.received.map(({ api, version }) => `${api.name} ${version}`);
    expect(versions).toEqual(expect.arrayContaining(['Produce 12', 'TxnOffsetCommit 5', 'EndTxn 5']));
  });

  it('need no epoch of the producer after an abort: the coordinator gives one', async () => {
    const { producer } = await start(2);
    broker.log.script.once(produceApi, refuseBatches(errorCodes.TRANSACTION_ABORTABLE));
    producer.beginTransaction();
    append(producer, 'a');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'TRANSACTION_ABORTABLE' });
    await producer.abortTransaction();
    producer.beginTransaction();
    append(producer, 'b');
    await producer.commitTransaction();
    expect(broker.log.script.requestsOf(initProducerIdApi)).toHaveLength(1);
    expect(broker.stamps.map(({ epoch, sequence }) => [epoch, sequence])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});

describe.each([1, 2] as const)('transactions in version %i', (version) => {
  it('ask nothing of the coordinator where nothing was written', async () => {
    const { producer } = await start(version);
    producer.beginTransaction();
    await producer.sendOffsetsToTransaction([], group);
    await producer.commitTransaction();
    producer.beginTransaction();
    await producer.abortTransaction();
    expect(broker.story).toEqual(['InitProducerId']);
  });

  it('find the coordinator again when it has moved, or does not answer', async () => {
    const { producer } = await start(version);
    producer.beginTransaction();
    append(producer, 'a');
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
    const { producer } = await start(version, { 'max.block.ms': '30' });
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    broker.log.script.once(endTxnApi, async () => {
      await held;
      return { errorCode: 0, ...(version === 2 ? { producerId: 7n, producerEpoch: broker.epoch++ } : {}) };
    });
    producer.beginTransaction();
    append(producer, 'a');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'REQUEST_TIMED_OUT' });
    await expect(producer.abortTransaction()).rejects.toThrow(/commitTransaction is not done/);
    expect(() => producer.beginTransaction()).toThrow(/commitTransaction is not done/);
    expect(() => append(producer, 'b')).toThrow(/committing cannot append/);
    answer();
    await expect.poll(() => producer.commitTransaction().then(() => 'committed', String)).toBe('committed');
    expect(broker.log.script.requestsOf(endTxnApi)).toHaveLength(1);
    producer.beginTransaction();
    append(producer, 'b');
    await producer.commitTransaction();
    expect(broker.log.values('t')).toEqual(['a', 'b']);
  });

  it('fail what was not sent when they are aborted, and drop it', async () => {
    const { producer, failed } = await start(version, {
      'linger.ms': '60000',
      'delivery.timeout.ms': '200000',
    });
    producer.beginTransaction();
    append(producer, 'a');
    await producer.abortTransaction();
    expect(failed()).toEqual(['a: INVALID_TXN_STATE']);
    producer.beginTransaction();
    append(producer, 'b');
    await producer.commitTransaction();
    expect(broker.log.values('t')).toEqual(['b']);
  });

  it('wait for what is being sent before they are aborted', async () => {
    const { producer, failed } = await start(version);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    broker.log.script.once(produceApi, async (request) => {
      await held;
      return refuseBatches(errorCodes.NOT_LEADER_OR_FOLLOWER)(request);
    });
    producer.beginTransaction();
    append(producer, 'a');
    await expect.poll(() => broker.log.script.requestsOf(produceApi).length).toBe(1);
    const aborting = producer.abortTransaction();
    await expect.poll(() => failed()).toEqual([]);
    expect(broker.log.script.requestsOf(endTxnApi)).toHaveLength(0);
    answer();
    await aborting;
    expect(failed()).toEqual(['a: INVALID_TXN_STATE']);
    expect(broker.log.script.requestsOf(produceApi)).toHaveLength(1);
    expect(broker.log.script.requestsOf(endTxnApi).map(({ committed }) => committed)).toEqual([false]);
  });

  it('begin anew at the coordinator that has forgotten the producer, with nothing to end', async () => {
    const { producer } = await start(version);
    broker.log.script.once(endTxnApi, () => ({ errorCode: errorCodes.INVALID_PRODUCER_ID_MAPPING }));
    producer.beginTransaction();
    append(producer, 'a');
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
    append(producer, 'b');
    await producer.commitTransaction();
    expect(broker.stamps.map(({ epoch }) => epoch)).toEqual([0, 1]);
  });

  it('forgets a producer while they are aborted, which ends them all the same', async () => {
    const { producer } = await start(version);
    broker.log.script.once(endTxnApi, () => ({ errorCode: errorCodes.INVALID_PRODUCER_ID_MAPPING }));
    producer.beginTransaction();
    append(producer, 'a');
    await producer.flush();
    await producer.abortTransaction();
    producer.beginTransaction();
  });

  it.each(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED'] as const)(
    'end with the producer when the coordinator says %s',
    async (name) => {
      const { producer } = await start(version);
      broker.log.script.on(endTxnApi, () => ({ errorCode: errorCodes[name] }));
      producer.beginTransaction();
      append(producer, 'a');
      const fenced = {
        errorName: 'PRODUCER_FENCED',
        message: expect.stringContaining('transactional.id=tx') as string,
      };
      await expect(producer.commitTransaction()).rejects.toMatchObject(fenced);
      await expect(producer.abortTransaction()).rejects.toMatchObject(fenced);
      expect(() => append(producer, 'b')).toThrow(/has taken over/);
    },
  );

  it('can be aborted when a partition has seen a newer epoch; the coordinator decides whether that is the end', async () => {
    const { producer } = await start(version);
    broker.log.script.once(produceApi, refuseBatches(errorCodes.INVALID_PRODUCER_EPOCH));
    producer.beginTransaction();
    append(producer, 'a');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'INVALID_PRODUCER_EPOCH' });
    await producer.abortTransaction();
    producer.beginTransaction();
    append(producer, 'b');
    await producer.commitTransaction();
  });

  it.each([
    'UNKNOWN_MEMBER_ID',
    'ILLEGAL_GENERATION',
    'FENCED_INSTANCE_ID',
    'GROUP_AUTHORIZATION_FAILED',
  ] as const)('have to be aborted when the group says %s', async (name) => {
    const { producer } = await start(version);
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
    const { producer } = await start(version);
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

  it('are aborted when the producer is closed', async () => {
    const { producer } = await start(version);
    producer.beginTransaction();
    append(producer, 'a');
    await producer.flush();
    await producer.close();
    expect(broker.log.script.requestsOf(endTxnApi).map(({ committed }) => committed)).toEqual([false]);
  });
});

describe('a producer with a transactional.id', () => {
  it('says what has to be called first', async () => {
    const { producer } = await connect(2);
    await producer.prepare('t');
    expect(() => append(producer, 'a')).toThrow(/uninitialized cannot append: call initTransactions first/);
    expect(() => producer.beginTransaction()).toThrow(/call initTransactions first/);
    await producer.initTransactions();
    expect(() => append(producer, 'a')).toThrow(/call beginTransaction first/);
    await expect(producer.commitTransaction()).rejects.toThrow(
      /ready cannot commit: call beginTransaction first/,
    );
    await expect(producer.sendOffsetsToTransaction(offsets, group)).rejects.toThrow(
      /call beginTransaction first/,
    );
    producer.beginTransaction();
    expect(() => producer.beginTransaction()).toThrow(/a transaction is open/);
    await expect(producer.initTransactions()).rejects.toThrow(/a transaction is open/);
  });

  it('may ask again for what it was not allowed', async () => {
    const { producer } = await connect(2);
    const denied = errorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    broker.log.script.once(initProducerIdApi, () => ({ errorCode: denied, producerEpoch: -1 }));
    await expect(producer.initTransactions()).rejects.toThrow(/transactional.id=tx: TRANSACTIONAL_ID.*ACLs/);
    await producer.initTransactions();
    producer.beginTransaction();
  });

  it('says that no coordinator answers within max.block.ms, and goes on looking for one', async () => {
    const { producer } = await connect(2, { 'max.block.ms': '30' });
    const { script } = broker.log;
    const none = {
      nodeId: -1,
      host: '',
      port: -1,
      errorCode: errorCodes.COORDINATOR_NOT_AVAILABLE,
      errorMessage: null,
    };
    script.on(findCoordinatorApi, () => ({ coordinators: [{ key: 'tx', ...none }] }));
    await expect(producer.initTransactions()).rejects.toThrow(
      /initTransactions is not done after max.block.ms=30/,
    );
    const self = { nodeId: 1, host: '127.0.0.1', port: script.port, errorCode: 0, errorMessage: null };
    script.on(findCoordinatorApi, () => ({ coordinators: [{ key: 'tx', ...self }] }));
    await expect.poll(() => producer.initTransactions().then(() => 'done', String)).toBe('done');
    expect(script.requestsOf(initProducerIdApi)).toHaveLength(1);
  });

  it('names the setting that the broker finds too large', async () => {
    const { producer } = await connect(2);
    broker.log.script.on(initProducerIdApi, () => ({
      errorCode: errorCodes.INVALID_TRANSACTION_TIMEOUT,
      producerEpoch: -1,
    }));
    await expect(producer.initTransactions()).rejects.toThrow(/transaction.timeout.ms is larger than/);
  });

  it('has no transactions without that setting', async () => {
    broker = await TransactionBroker.start(2);
    const { settings } = parseProducerSettings({ 'bootstrap.servers': broker.log.script.address });
    const producer = new Producer<string>(settings);
    producers.push(producer);
    await expect(producer.initTransactions()).rejects.toThrow(/need transactional.id to be set/);
    expect(() => producer.beginTransaction()).toThrow(/need transactional.id to be set/);
  });
});
