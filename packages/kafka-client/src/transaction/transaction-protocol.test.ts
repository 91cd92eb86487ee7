import {
  addPartitionsToTxnApi,
  endTxnApi,
  errorCodes,
  initProducerIdApi,
  produceApi,
  txnOffsetCommitApi,
} from '@sluice/kafka-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { grantPartitions, type TransactionBroker } from '../../testing/transaction-broker.ts';
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

describe('transactions in version 1 of the protocol', () => {
  it('tell the coordinator of each partition once, before it is written', async () => {
    await start(1);
    producer.beginTransaction();
    trial.append('a');
    await producer.flush();
    trial.append('b');
    trial.append('c', 1);
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
    await start(1);
    for (const value of ['a', 'b', 'c']) {
      producer.beginTransaction();
      trial.append(value);
      await producer.commitTransaction();
    }
    expect(broker.stamps).toEqual(
      [0, 1, 2].map((sequence) => ({ epoch: 0, sequence, isTransactional: true })),
    );
  });

  it('tell the coordinator of a group before its offsets are sent, with what is known of the member', async () => {
    await start(1);
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
    await start(1);
    broker.log.script.once(produceApi, refuseBatches(errorCodes.INVALID_RECORD));
    producer.beginTransaction();
    trial.append('bad');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'INVALID_RECORD' });
    await producer.abortTransaction();
    producer.beginTransaction();
    trial.append('good');
    await producer.commitTransaction();
    expect(trial.failed()).toEqual(['bad: INVALID_RECORD']);
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
    await start(1, { 'retry.backoff.ms': '20000', 'retry.backoff.max.ms': '20000' });
    const busy = errorCodes.CONCURRENT_TRANSACTIONS;
    broker.log.script.once(addPartitionsToTxnApi, (request) => grantPartitions(request, () => busy));
    producer.beginTransaction();
    trial.append('a');
    await producer.commitTransaction();
    expect(broker.log.values('t')).toEqual(['a']);
  });

  it('are aborted whatever becomes of a partition that was on its way to the coordinator', async () => {
    await start(1);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    broker.log.script.once(addPartitionsToTxnApi, async (request) => {
      await held;
      return grantPartitions(request, () => errorCodes.TOPIC_AUTHORIZATION_FAILED);
    });
    producer.beginTransaction();
    trial.append('a');
    await expect.poll(() => broker.log.script.requestsOf(addPartitionsToTxnApi).length).toBe(1);
    const aborting = producer.abortTransaction();
    answer();
    await aborting;
    expect(trial.failed()).toEqual(['a: INVALID_TXN_STATE']);
    producer.beginTransaction();
    trial.append('b');
    await producer.commitTransaction();
    expect(broker.log.values('t')).toEqual(['b']);
  });

  it('find out whether they have begun before they are aborted', async () => {
    await start(1);
    const { script } = broker.log;
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    script.once(addPartitionsToTxnApi, () => 'disconnect');
    script.once(addPartitionsToTxnApi, async (request) => {
      await held;
      return grantPartitions(request, () => 0);
    });
    producer.beginTransaction();
    trial.append('a');
    await expect.poll(() => script.requestsOf(addPartitionsToTxnApi).length).toBe(2);
    const aborting = producer.abortTransaction();
    answer();
    await aborting;
    expect(broker.story).toEqual(['InitProducerId', 'AddPartitionsToTxn', 'AddPartitionsToTxn', 'EndTxn']);
  });

  it('fail what waits for a partition that may not be written, and can be aborted', async () => {
    await start(1);
    broker.log.script.on(addPartitionsToTxnApi, (request) =>
      grantPartitions(request, (_topic, partition) =>
        partition === 0 ? errorCodes.OPERATION_NOT_ATTEMPTED : errorCodes.TOPIC_AUTHORIZATION_FAILED,
      ),
    );
    producer.beginTransaction();
    trial.append('a', 0);
    trial.append('b', 1);
    await expect(producer.commitTransaction()).rejects.toThrow(
      /Add t-0, t-1 to the transaction of .*TOPIC_AUTHORI/,
    );
    expect(trial.failed()).toEqual(['a: TOPIC_AUTHORIZATION_FAILED', 'b: TOPIC_AUTHORIZATION_FAILED']);
    await producer.abortTransaction();
    // Nothing was begun, so there is nothing to end.
    expect(broker.story).toEqual(['InitProducerId', 'AddPartitionsToTxn']);
    producer.beginTransaction();
  });
});

describe('transactions in version 2 of the protocol', () => {
  it('begin with what is written, and have an epoch each', async () => {
    await start(2);
    for (const value of ['a', 'b']) {
      producer.beginTransaction();
      trial.append(value);
      await producer.sendOffsetsToTransaction(offsets, group);
      await producer.commitTransaction();
    }
    expect(broker.story.filter((name) => name.startsWith('Add'))).toEqual([]);
    expect(broker.stamps).toEqual([0, 1].map((epoch) => ({ epoch, sequence: 0, isTransactional: true })));
    expect(broker.log.script.requestsOf(endTxnApi).map(({ producerEpoch }) => producerEpoch)).toEqual([0, 1]);
    const versions = broker.log.script.received.map(({ api, version }) => `${api.name} ${version}`);
    expect(versions).toEqual(expect.arrayContaining(['Produce 13', 'TxnOffsetCommit 5', 'EndTxn 5']));
  });

  it('try soon again while the transaction before is being completed', async () => {
    await start(2, { 'retry.backoff.ms': '20000', 'retry.backoff.max.ms': '20000' });
    broker.log.script.once(produceApi, refuseBatches(errorCodes.CONCURRENT_TRANSACTIONS));
    producer.beginTransaction();
    trial.append('a');
    await producer.commitTransaction();
    expect(broker.log.values('t')).toEqual(['a']);
  });

  it('need no epoch of the producer after an abort: the coordinator gives one', async () => {
    await start(2);
    broker.log.script.once(produceApi, refuseBatches(errorCodes.TRANSACTION_ABORTABLE));
    producer.beginTransaction();
    trial.append('a');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'TRANSACTION_ABORTABLE' });
    await producer.abortTransaction();
    producer.beginTransaction();
    trial.append('b');
    await producer.commitTransaction();
    expect(broker.log.script.requestsOf(initProducerIdApi)).toHaveLength(1);
    expect(broker.stamps.map(({ epoch, sequence }) => [epoch, sequence])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});
