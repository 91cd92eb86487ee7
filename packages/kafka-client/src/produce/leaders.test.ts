import { errorCodes, metadataApi, produceApi, zeroUuid } from '@sluice/kafka-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { refuseBatches } from '../../testing/produce-answers.ts';
import { TwoBrokers } from '../../testing/two-brokers.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';
import type { Delivery } from './delivery.ts';
import { Producer } from './producer.ts';

const topicId = 'AAAAAAAAAAAAAAAAAAAAAQ';
const recreatedId = 'AAAAAAAAAAAAAAAAAAAAAg';
let cluster: TwoBrokers;
let producer: Producer<string>;
let deliveries: Delivery<string>[];

afterEach(async () => {
  await producer.close(0);
  await cluster.stop();
});

async function start(properties: Readonly<Record<string, string>> = {}, id = topicId): Promise<void> {
  cluster = await TwoBrokers.start(id);
  const { settings } = parseProducerSettings({
    'bootstrap.servers': cluster.brokers[0].address,
    'linger.ms': '0',
    'retry.backoff.ms': '5',
    ...properties,
  });
  producer = new Producer<string>(settings);
  deliveries = [];
  producer.onDelivered = (delivery) => deliveries.push(delivery);
  await producer.prepare('t');
}

function append(value: string, partition: number | null): void {
  producer.append({ topic: 't', partition, timestampMs: 1, key: null, value }, value);
}

describe('a producer and the leaders of partitions', () => {
  it('sends at once to the leader that a broker names instead of itself, without asking for metadata', async () => {
    await start({ 'retry.backoff.ms': '20000', 'retry.backoff.max.ms': '20000' });
    const [first, second] = cluster.brokers;
    first.once(produceApi, (request) => ({
      ...refuseBatches(errorCodes.NOT_LEADER_OR_FOLLOWER, { currentLeader: { leaderId: 2, leaderEpoch: 5 } })(
        request,
      ),
      nodeEndpoints: [cluster.endpoint(2)],
    }));
    const asked = first.requestsOf(metadataApi).length;
    append('a', 0);
    await producer.flush();
    expect(deliveries).toMatchObject([{ partition: 0, error: null }]);
    expect(second.requestsOf(produceApi)).toHaveLength(1);
    expect(first.requestsOf(metadataApi)).toHaveLength(asked);
  });

  it('waits before it tries again where the connection to a leader breaks that it was told of', async () => {
    await start({
      'retry.backoff.ms': '20000',
      'retry.backoff.max.ms': '20000',
      'reconnect.backoff.ms': '1',
      'reconnect.backoff.max.ms': '1',
    });
    const [first, second] = cluster.brokers;
    first.once(produceApi, (request) => ({
      ...refuseBatches(errorCodes.NOT_LEADER_OR_FOLLOWER, { currentLeader: { leaderId: 2, leaderEpoch: 5 } })(
        request,
      ),
      nodeEndpoints: [cluster.endpoint(2)],
    }));
    second.on(produceApi, () => 'disconnect');
    append('a', 0);
    await expect.poll(() => second.requestsOf(produceApi).length).toBe(1);
    // Long enough for dozens of attempts without a pause.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(second.requestsOf(produceApi)).toHaveLength(1);
  });

  it('names topics by id where brokers tell ids, by name where they do not', async () => {
    await start();
    append('a', 0);
    await producer.flush();
    const [first] = cluster.brokers;
    const { version, body } = first.received.findLast(({ api }) => api === produceApi) ?? {};
    expect(version).toBe(13);
    expect(body).toMatchObject({ topicData: [{ topicId, name: '' }] });
    await producer.close();
    await cluster.stop();
    await start({}, zeroUuid);
    append('a', 0);
    await producer.flush();
    const latest = cluster.brokers[0].received.findLast(({ api }) => api === produceApi);
    expect(latest?.version).toBe(12);
    expect(latest?.body).toMatchObject({ topicData: [{ name: 't' }] });
  });

  it.each(['UNKNOWN_TOPIC_ID', 'INCONSISTENT_TOPIC_ID'] as const)(
    'asks for the id of a topic that was made anew, after %s',
    async (name) => {
      await start();
      const [first] = cluster.brokers;
      first.on(produceApi, (request) => {
        const isCurrent = request.topicData.every((topic) => topic.topicId === recreatedId);
        return refuseBatches(isCurrent ? 0 : errorCodes[name])(request);
      });
      cluster.topicId = recreatedId;
      append('a', 0);
      await producer.flush();
      expect(deliveries).toMatchObject([{ attachments: ['a'], error: null }]);
    },
  );

  it('passes over partitions whose leader keeps records waiting for too long', async () => {
    await start({
      'partitioner.availability.timeout.ms': '20',
      'batch.size': '100',
      'max.in.flight.requests.per.connection': '1',
      'enable.idempotence': 'false',
    });
    const [, second] = cluster.brokers;
    second.on(produceApi, () => 'silence');
    for (let round = 0; round < 40; round += 1) {
      append('x'.repeat(60), null);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const before = deliveries.length;
    for (let round = 0; round < 100; round += 1) append('y'.repeat(60), null);
    await expect.poll(() => deliveries.length).toBeGreaterThanOrEqual(before + 95);
    expect(deliveries.every(({ partition }) => partition === 0)).toBe(true);
  });

  it('gives every partition its turn with the round-robin partitioner, whatever the keys', async () => {
    await start({ 'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner' });
    for (let round = 0; round < 10; round += 1) {
      const value = String(round);
      producer.append({ topic: 't', partition: null, timestampMs: 1, key: 'same', value }, value);
    }
    await producer.flush();
    const places = deliveries.flatMap(({ partition, attachments }) =>
      attachments.map((value) => [Number(value) % 2, partition]),
    );
    expect(places).toHaveLength(10);
    expect(places.every(([expected, partition]) => expected === partition)).toBe(true);
  });

  it('sends again on another connection what is not answered within request.timeout.ms', async () => {
    await start({ 'request.timeout.ms': '60' });
    const [first] = cluster.brokers;
    first.once(produceApi, () => 'silence');
    append('a', 0);
    await producer.flush();
    expect(deliveries).toMatchObject([{ error: null }]);
    expect(first.requestsOf(produceApi)).toHaveLength(2);
  });

  it('puts no more into one request than max.request.size allows, a single batch apart', async () => {
    await start({ 'max.request.size': '1000', 'batch.size': '700', 'linger.ms': '50' });
    const [first] = cluster.brokers;
    for (let round = 0; round < 6; round += 1) append('x'.repeat(500), 0);
    await producer.flush();
    const sizes = first
      .requestsOf(produceApi)
      .map(({ topicData }) =>
        topicData.flatMap(({ partitionData }) => partitionData.map(({ records }) => records?.length ?? 0)),
      );
    expect(sizes.every((batches) => batches.reduce((sum, size) => sum + size, 0) <= 1000)).toBe(true);
    expect(sizes.flat()).toHaveLength(6);
  });
});
