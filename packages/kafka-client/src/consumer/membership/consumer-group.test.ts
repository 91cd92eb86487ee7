import {
  apis,
  apiVersionsApi,
  consumerGroupHeartbeatApi,
  errorCodes,
  metadataApi,
  offsetCommitApi,
  offsetFetchApi,
  type RequestOf,
  type ResponseInputOf,
  zeroUuid,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../../testing/log-broker.ts';
import { parseConsumerSettings } from '../../settings/consumer-settings.ts';
import { Consumer } from '../consumer.ts';
import { SubscriptionPattern } from '../subscription-pattern.ts';

let broker: LogBroker;
let consumer: Consumer;
let epoch: number;
let leaderEpoch: number;

const first = { topic: 't', partition: 0 };

beforeEach(async () => {
  epoch = 1;
  leaderEpoch = -1;
  broker = await LogBroker.start({ t: 1 });
  broker.script.on(consumerGroupHeartbeatApi, () => ({
    ...answer(),
    assignment: { topicPartitions: [{ topicId: broker.topicId('t'), partitions: [0] }] },
  }));
  broker.script.on(offsetFetchApi, (request) => fetched(request, errorCodes.NONE));
  broker.script.on(offsetCommitApi, (request) => committed(request, errorCodes.NONE));
});

afterEach(async () => {
  await consumer.close(200);
  await broker.stop();
});

const answer = () => ({ errorCode: 0, memberId: 'me', memberEpoch: epoch, heartbeatIntervalMs: 20 });

function start(properties: Record<string, string>): void {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': broker.script.address,
    'group.id': 'g',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
    'retry.backoff.ms': '5',
    ...properties,
  });
  consumer = new Consumer(settings);
}

function fetched(
  { groups }: RequestOf<typeof offsetFetchApi>,
  errorCode: number,
): ResponseInputOf<typeof offsetFetchApi> {
  return {
    groups: groups.map(({ groupId, topics }) => ({
      groupId,
      errorCode: errorCode === errorCodes.STALE_MEMBER_EPOCH ? errorCode : 0,
      topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({
          partitionIndex,
          committedOffset: 5n,
          committedLeaderEpoch: leaderEpoch,
          metadata: 'm',
          errorCode: errorCode === errorCodes.STALE_MEMBER_EPOCH ? 0 : errorCode,
        })),
      })),
    })),
  };
}

function committed(
  { topics }: RequestOf<typeof offsetCommitApi>,
  errorCode: number,
): ResponseInputOf<typeof offsetCommitApi> {
  return {
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  };
}

async function join(): Promise<void> {
  start({ 'group.protocol': 'consumer' });
  consumer.subscribe(['t']);
  await expect.poll(async () => (await consumer.poll(20), consumer.assignment())).toEqual([first]);
}

describe('a consumer with a group', () => {
  it('waits for offsets that a transaction may still change', async () => {
    start({});
    leaderEpoch = 3;
    for (let tries = 0; tries < 3; tries += 1)
      broker.script.once(offsetFetchApi, (request) => fetched(request, errorCodes.UNSTABLE_OFFSET_COMMIT));
    expect(await consumer.committed([first])).toEqual([
      { ...first, offset: 5, metadata: 'm', leaderEpoch: 3 },
    ]);
    const requests = broker.script.requestsOf(offsetFetchApi);
    expect(requests.map(({ requireStable }) => requireStable)).toEqual([true, true, true, true]);
    expect(requests[0]?.groups[0]).toMatchObject({ memberId: null, memberEpoch: -1 });
  });

  it('commits what it is told, with metadata and leader epochs', async () => {
    start({});
    await consumer.commit([
      { ...first, offset: 9_007_199_254_740_991, metadata: 'half way', leaderEpoch: 4 },
    ]);
    expect(broker.script.requestsOf(offsetCommitApi)[0]).toMatchObject({
      groupId: 'g',
      memberId: '',
      generationIdOrMemberEpoch: -1,
      topics: [
        {
          name: 't',
          partitions: [
            {
              committedOffset: 9_007_199_254_740_991n,
              committedLeaderEpoch: 4,
              committedMetadata: 'half way',
            },
          ],
        },
      ],
    });
  });

  it('tells what was refused, and where', async () => {
    start({});
    broker.script.once(offsetCommitApi, (request) =>
      committed(request, errorCodes.OFFSET_METADATA_TOO_LARGE),
    );
    await expect(consumer.commit([{ ...first, offset: 1 }])).rejects.toThrow(
      /127\.0\.0\.1:\d+: Commit offsets of group g: OFFSET_METADATA_TOO_LARGE \(.*offset\.metadata\.max\.bytes/,
    );
  });

  it('commits and fetches as the member that it is, and again when its epoch has risen meanwhile', async () => {
    await join();
    epoch = 2;
    const codeFor = (told: number | undefined): number =>
      told === epoch ? errorCodes.NONE : errorCodes.STALE_MEMBER_EPOCH;
    broker.script
      .on(offsetCommitApi, (request) => committed(request, codeFor(request.generationIdOrMemberEpoch)))
      .on(offsetFetchApi, (request) => fetched(request, codeFor(request.groups[0]?.memberEpoch)))
      .once(offsetFetchApi, (request) => fetched(request, errorCodes.STALE_MEMBER_EPOCH));
    await consumer.commit([{ ...first, offset: 6 }]);
    expect(broker.script.requestsOf(offsetCommitApi).at(-1)?.generationIdOrMemberEpoch).toBe(2);
    await consumer.committed([first]);
    expect(broker.script.requestsOf(offsetFetchApi).length).toBeGreaterThanOrEqual(2);
    const [group] = broker.script.requestsOf(offsetFetchApi).at(-1)?.groups ?? [];
    expect(group).toMatchObject({ memberId: consumer.groupMetadata().memberId, memberEpoch: 2 });
  });

  it('takes over what it knows by name, and the rest as soon as a broker tells the name', async () => {
    let isNamed = false;
    broker.setPartitions('u', 1);
    broker.script.on(metadataApi, (request) => {
      const ids = request.topics?.filter(({ name }) => name === null).map((one) => one.topicId) ?? [];
      if (ids.length === 0) return broker.metadata(request);
      const found = isNamed
        ? broker.metadata({ ...request, topics: [{ topicId: zeroUuid, name: 'u' }] })
        : null;
      return (
        found ?? {
          brokers: [],
          topics: ids.map((id) => ({ topicId: id, name: null, errorCode: 100, partitions: [] })),
        }
      );
    });
    broker.script.on(consumerGroupHeartbeatApi, () => ({
      ...answer(),
      assignment: {
        topicPartitions: ['t', 'u'].map((topic) => ({ topicId: broker.topicId(topic), partitions: [0] })),
      },
    }));
    await join();
    const told = (): unknown =>
      broker.script
        .requestsOf(consumerGroupHeartbeatApi)
        .findLast(({ topicPartitions }) => topicPartitions !== null)?.topicPartitions;
    await expect.poll(told).toEqual([{ topicId: broker.topicId('t'), partitions: [0] }]);
    isNamed = true;
    await expect.poll(async () => (await consumer.poll(20), consumer.assignment().length)).toBe(2);
    await expect.poll(told).toHaveLength(2);
  });

  it('says that brokers do not have the consumer protocol, and what to do', async () => {
    start({ 'group.protocol': 'consumer' });
    broker.script.on(apiVersionsApi, () => ({
      errorCode: 0,
      apiKeys: apis
        .filter((api) => api !== consumerGroupHeartbeatApi)
        .map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion })),
    }));
    consumer.subscribe(['t']);
    await expect(consumer.poll(5000)).rejects.toThrow(
      /group\.protocol=consumer needs brokers of Kafka 4\.0 or later.*set group\.protocol=classic/,
    );
  });

  it('cannot have the coordinator match a pattern by the classic protocol', () => {
    start({});
    expect(() => consumer.subscribe(new SubscriptionPattern('a.*'))).toThrow(/group\.protocol=consumer/);
  });

  it('tells what it counts', async () => {
    await join();
    await consumer.commit([{ ...first, offset: 6 }]);
    const figures = new Map(
      consumer
        .metrics()
        .filter(({ group }) => group === 'consumer-coordinator-metrics')
        .map(({ name, value }) => [name, value]),
    );
    expect(figures.get('assigned-partitions')).toBe(1);
    expect(figures.get('commit-total')).toBe(1);
    expect(figures.get('commit-latency-max')).toBeGreaterThan(0);
    expect(figures.get('rebalance-total')).toBe(1);
    expect(figures.get('heartbeat-total')).toBeGreaterThan(0);
  });
});
