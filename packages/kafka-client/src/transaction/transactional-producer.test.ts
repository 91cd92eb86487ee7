import { endTxnApi, errorCodes, findCoordinatorApi, initProducerIdApi } from '@sluice/kafka-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { type TransactionBroker } from '../../testing/transaction-broker.ts';
import { TransactionTrial } from '../../testing/transaction-trial.ts';
import type { Producer } from '../produce/producer.ts';

let trial: TransactionTrial;
let broker: TransactionBroker;
let producer: Producer<string>;

afterEach(() => trial.end());

async function connect(version: 1 | 2, properties: Record<string, string> = {}): Promise<void> {
  trial = await TransactionTrial.connect(version, properties);
  ({ broker, producer } = trial);
}

const offsets = [{ topic: 't', partition: 0, offset: 5 }];
const group = { groupId: 'g', memberId: 'm', generationId: 3, groupInstanceId: 'i' };

describe('a producer with a transactional.id', () => {
  it('says what has to be called first', async () => {
    await connect(2);
    await producer.prepare('t');
    expect(() => trial.append('a')).toThrow(/uninitialized cannot append: call initTransactions first/);
    expect(() => producer.beginTransaction()).toThrow(/call initTransactions first/);
    await producer.initTransactions();
    expect(() => trial.append('a')).toThrow(/call beginTransaction first/);
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

  it('does not commit without a record that was too large to be sent', async () => {
    await connect(2, { 'max.request.size': '200' });
    await producer.initTransactions();
    await producer.prepare('t');
    producer.beginTransaction();
    trial.append('a');
    trial.append('x'.repeat(500));
    await expect(producer.commitTransaction()).rejects.toMatchObject({ errorName: 'MESSAGE_TOO_LARGE' });
    await producer.abortTransaction();
    producer.beginTransaction();
    trial.append('b');
    await producer.commitTransaction();
    expect(broker.log.script.requestsOf(endTxnApi).map(({ committed }) => committed)).toEqual([true]);
  });

  it('may ask again for what it was not allowed', async () => {
    await connect(2);
    const denied = errorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    broker.log.script.once(initProducerIdApi, () => ({ errorCode: denied, producerEpoch: -1 }));
    await expect(producer.initTransactions()).rejects.toThrow(/transactional.id=tx: TRANSACTIONAL_ID.*ACLs/);
    await producer.initTransactions();
    producer.beginTransaction();
  });

  it('says that no coordinator answers within max.block.ms, and goes on looking for one', async () => {
    await connect(2, { 'max.block.ms': '30' });
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
    await connect(2);
    broker.log.script.on(initProducerIdApi, () => ({
      errorCode: errorCodes.INVALID_TRANSACTION_TIMEOUT,
      producerEpoch: -1,
    }));
    await expect(producer.initTransactions()).rejects.toThrow(/transaction.timeout.ms is larger than/);
  });

  it('has no transactions without that setting', async () => {
    await connect(2, { 'transactional.id': '' });
    await expect(producer.initTransactions()).rejects.toThrow(/need transactional.id to be set/);
    expect(() => producer.beginTransaction()).toThrow(/need transactional.id to be set/);
  });
});
