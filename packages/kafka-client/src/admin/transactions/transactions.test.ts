import {
  describeClusterApi,
  describeTransactionsApi,
  errorCodes,
  findCoordinatorApi,
  initProducerIdApi,
  listTransactionsApi,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCluster } from '../../../testing/scripted-cluster.ts';

let cluster: ScriptedCluster;

beforeEach(async () => {
  cluster = await ScriptedCluster.start(2);
  cluster.coordinators.set('x2', 2);
});

afterEach(() => cluster.stop());

describe('transactions', () => {
  it('are fenced at the coordinator of each id, waiting for one that is being ended', async () => {
    cluster.broker(1).once(initProducerIdApi, () => ({
      errorCode: errorCodes.CONCURRENT_TRANSACTIONS,
      producerEpoch: -1,
    }));
    cluster.onAll(initProducerIdApi, ({ transactionalId }) => ({
      errorCode: transactionalId === 'no' ? errorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED : 0,
      producerId: 77n,
      producerEpoch: 5,
    }));
    const outcomes = await cluster.admin().transactions.fenceProducers(['x1', 'x2', 'no']);
    expect(outcomes.get('x1')).toEqual({ producerId: 77n, producerEpoch: 5 });
    expect(outcomes.get('x2')).toEqual({ producerId: 77n, producerEpoch: 5 });
    expect(outcomes.get('no')).toMatchObject({
      errorName: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      message: expect.stringContaining('Fence the producers of transactional id no') as string,
    });
    expect(cluster.broker(2).requestsOf(initProducerIdApi)).toMatchObject([
      { transactionalId: 'x2', producerId: -1n, producerEpoch: -1 },
    ]);
    const kinds = cluster
      .requestsOf(findCoordinatorApi)
      .flat()
      .map(({ keyType }) => keyType);
    expect(new Set(kinds)).toEqual(new Set([1]));
  });

  it('are described, also those there are not', async () => {
    cluster.onAll(describeTransactionsApi, ({ transactionalIds }) => ({
      transactionStates: transactionalIds.map((transactionalId) => ({
        errorCode: transactionalId === 'x2' ? errorCodes.TRANSACTIONAL_ID_NOT_FOUND : 0,
        transactionalId,
        transactionState: 'Ongoing',
        transactionTimeoutMs: 10,
        transactionStartTimeMs: -1n,
        producerId: 3n,
        producerEpoch: 1,
        topics: [{ topic: 't', partitions: [0, 1] }],
      })),
    }));
    const outcomes = await cluster.admin().transactions.describe(['x1', 'x2']);
    expect(outcomes.get('x1')).toEqual({
      state: 'Ongoing',
      timeoutMs: 10,
      startTimeMs: null,
      producerId: 3n,
      producerEpoch: 1,
      partitions: [
        { topic: 't', partition: 0 },
        { topic: 't', partition: 1 },
      ],
    });
    expect(outcomes.get('x2')).toMatchObject({ errorName: 'TRANSACTIONAL_ID_NOT_FOUND' });
  });

  it('are listed from every broker that can filter them so', async () => {
    cluster.limit(listTransactionsApi, 1).onAll(listTransactionsApi, ({ stateFilters, durationFilter }) => ({
      errorCode: 0,
      unknownStateFilters: [],
      transactionStates: [
        { transactionalId: `${durationFilter}`, producerId: 1n, transactionState: stateFilters.join() },
      ],
    }));
    const { transactions } = cluster.admin();
    const { items } = await transactions.list({ states: ['Ongoing'], minDurationMs: 60 });
    const one = { transactionalId: '60', producerId: 1n, state: 'Ongoing' };
    expect(items).toEqual([one, one]);
    const { failures } = await transactions.list({ idPattern: 'x.*' });
    expect(failures.get(2)).toMatchObject({ message: expect.stringContaining('Kafka 4.1') as string });
  });
});

describe('the cluster', () => {
  it('is described by what the client may do in it, too', async () => {
    cluster.onAll(describeClusterApi, () => ({
      errorCode: 0,
      clusterId: 'c',
      controllerId: 2,
      brokers: [{ brokerId: 1, host: 'h', port: 1, rack: 'r' }],
      clusterAuthorizedOperations: (1 << 5) | (1 << 7) | (1 << 30),
    }));
    expect(await cluster.admin().describeCluster({ includeAuthorizedOperations: true })).toEqual({
      clusterId: 'c',
      controllerId: 2,
      brokers: [{ nodeId: 1, host: 'h', port: 1, rack: 'r' }],
      authorizedOperations: ['CREATE', 'ALTER', 'UNKNOWN'],
    });
  });

  it('of old brokers is described by what Metadata tells', async () => {
    cluster.limit(describeClusterApi, null);
    expect(await cluster.admin().describeCluster()).toMatchObject({
      clusterId: 'scripted',
      controllerId: 1,
      brokers: [{ nodeId: 1 }, { nodeId: 2 }],
      authorizedOperations: null,
    });
  });
});
