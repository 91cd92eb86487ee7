import { startKafka, waitFor, type KafkaBroker, type KafkaCluster } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Consumer } from '../src/consumer/consumer.ts';
import type { PartitionMetadata } from '../src/cluster/topic-metadata.ts';
import { RealClients, readRecords, recordsIn, uniqueName, type ReadRecord } from '../testing/real-clients.ts';

let kafka: KafkaCluster;
let clients: RealClients;

beforeAll(async () => {
  kafka = await startKafka({
    brokers: 3,
    properties: {
      'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
      'unclean.leader.election.enable': 'true',
      'replica.lag.time.max.ms': '2000',
      'broker.session.timeout.ms': '3000',
      'auto.leader.rebalance.enable': 'false',
    },
  });
  clients = new RealClients(kafka.bootstrapServers);
});

afterAll(() => kafka.stop());
afterEach(() => clients.closeAll());

const quick = { 'request.timeout.ms': '3000', 'retry.backoff.ms': '50', 'fetch.max.wait.ms': '100' };
const numbers = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(from + index));
const valuesOf = (records: readonly ReadRecord[]): (string | null)[] => records.map(({ value }) => value);

function broker(nodeId: number): KafkaBroker {
  const found = kafka.brokers.find(({ id }) => id === nodeId);
  if (found === undefined) throw new Error(`there is no broker ${nodeId}`);
  return found;
}

async function topicWith(replicationFactor: number, partitions = 1): Promise<string> {
  const name = uniqueName('t');
  await clients.admin().createTopic({ name, partitions, replicationFactor });
  return name;
}

async function produce(
  topic: string,
  values: readonly string[],
  properties: Record<string, string> = {},
): Promise<void> {
  const producer = clients.producer({ ...quick, ...properties });
  const failures: unknown[] = [];
  producer.onDelivered = ({ error }) => {
    if (error !== null) failures.push(error);
  };
  await producer.prepare(topic);
  for (const value of values) {
    const record = { topic, partition: 0, timestampMs: null, key: null, value };
    while (!producer.append(record, undefined)) await producer.drained();
  }
  await producer.flush();
  await producer.close();
  expect(failures).toEqual([]);
}

/** What the cluster says of the first partition, once it is as wanted. */
function partitionWhere(
  topic: string,
  isWanted: (partition: PartitionMetadata) => boolean,
): Promise<PartitionMetadata> {
  const consumer = clients.consumer(quick);
  return waitFor(
    `the wanted state of ${topic}`,
    async () => {
      const [partition] = await consumer.partitionsFor(topic).catch(() => []);
      return partition !== undefined && isWanted(partition) ? partition : undefined;
    },
    { timeoutMs: 60_000 },
  );
}

function replicaReadBy(consumer: Consumer): number | undefined {
  return consumer.metrics().find(({ name }) => name === 'preferred-read-replica')?.value;
}

describe('fetching from three brokers', () => {
  it(
    'reads from the replica of its own rack, and from the leader when that is gone',
    { timeout: 90_000 },
    async () => {
      const topic = await topicWith(3);
      const { leader, replicas } = await partitionWhere(
        topic,
        ({ inSyncReplicas }) => inSyncReplicas.length === 3,
      );
      const neighbour = replicas.find((id) => id !== leader) ?? 0;
      const consumer = clients.consumer({ ...quick, 'client.rack': `rack-${neighbour}` });
      const place = { topic, partition: 0 };
      consumer.assign([place]);
      await produce(topic, numbers(0, 1000));
      expect(valuesOf(await readRecords(consumer, 1000))).toEqual(numbers(0, 1000));
      expect(replicaReadBy(consumer)).toBe(neighbour);
      await broker(neighbour).kill();
      await produce(topic, numbers(1000, 1000));
      expect(valuesOf(await readRecords(consumer, 1000))).toEqual(numbers(1000, 1000));
      expect(replicaReadBy(consumer)).toBe(-1);
      await broker(neighbour).restart();
      await partitionWhere(topic, ({ inSyncReplicas }) => inSyncReplicas.length === 3);
      await produce(topic, numbers(2000, 1000));
      expect(valuesOf(await readRecords(consumer, 1000))).toEqual(numbers(2000, 1000));
    },
  );

  it('reads every record once and in order while leaders move to and fro', { timeout: 90_000 }, async () => {
    const topic = await topicWith(3, 3);
    const places = [0, 1, 2].map((partition) => ({ topic, partition }));
    const consumer = clients.consumer({ ...quick, 'max.partition.fetch.bytes': '4000' });
    consumer.assign(places);
    const producer = clients.producer({ ...quick, 'batch.size': '500' });
    await producer.prepare(topic);
    const state = { isOver: false, count: 0 };
    const producing = (async () => {
      while (!state.isOver) {
        for (let more = 0; more < 30; more += 1, state.count += 1) {
          const record = {
            topic,
            partition: state.count % 3,
            timestampMs: null,
            key: null,
            value: String(state.count),
          };
          while (!producer.append(record, undefined)) await producer.drained();
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await producer.flush();
    })();
    const records: ReadRecord[] = [];
    const isComplete = (): boolean => state.isOver && records.length >= state.count;
    const reading = (async () => {
      while (!isComplete()) records.push(...recordsIn(await consumer.poll(200)));
    })();
    const [moving] = kafka.brokers;
    if (moving === undefined) throw new Error('no brokers');
    // Its leaderships go elsewhere when it stops, and come back when they are asked to.
    await moving.kill('SIGTERM');
    await waitFor('the broker to have stopped', async () => (moving.alive ? undefined : true), {
      timeoutMs: 30_000,
    });
    await moving.restart();
    await partitionWhere(topic, ({ inSyncReplicas }) => inSyncReplicas.length === 3);
    for (const { result } of await clients.admin().topics.electLeaders(places, 'PREFERRED')) {
      expect(['elected', 'not needed']).toContain(result);
    }
    state.isOver = true;
    await producing;
    await reading;
    for (const { partition } of places) {
      const values = records.filter((one) => one.partition === partition).map(({ value }) => Number(value));
      expect(values).toEqual(Array.from({ length: values.length }, (_, index) => index * 3 + partition));
    }
    expect(records).toHaveLength(state.count);
  });

  it('notices that a log was truncated by an unclean election', { timeout: 120_000 }, async () => {
    const topic = await topicWith(2);
    const { leader, replicas } = await partitionWhere(
      topic,
      ({ inSyncReplicas }) => inSyncReplicas.length === 2,
    );
    const follower = replicas.find((id) => id !== leader) ?? 0;
    const place = { topic, partition: 0 };
    const [going, failing] = ['earliest', 'none'].map((policy) => {
      const consumer = clients.consumer({ ...quick, 'auto.offset.reset': policy });
      consumer.assign([place]);
      consumer.seek(place, 0);
      return consumer;
    });
    if (going === undefined || failing === undefined) throw new Error('no consumers');
    await produce(topic, numbers(0, 10), { acks: 'all' });
    await partitionWhere(topic, ({ inSyncReplicas }) => inSyncReplicas.length === 2);
    await broker(follower).kill('SIGSTOP');
    await partitionWhere(topic, ({ inSyncReplicas }) => inSyncReplicas.length === 1);
    await produce(topic, numbers(10, 10), { acks: '1', 'enable.idempotence': 'false' });
    for (const consumer of [going, failing])
      expect(valuesOf(await readRecords(consumer, 20))).toEqual(numbers(0, 20));
    await broker(leader).kill();
    await broker(follower).kill('SIGCONT');
    await partitionWhere(topic, (partition) => partition.leader === follower);
    await produce(topic, numbers(100, 30), { acks: '1', 'enable.idempotence': 'false' });
    expect(valuesOf(await readRecords(going, 30))).toEqual(numbers(100, 30));
    await expect(
      (async () => {
        for (;;) await failing.poll(1000);
      })(),
    ).rejects.toThrow(
      `The log of ${topic}-0 was truncated before offset 20: it parts from what was read at offset 10, and auto.offset.reset=none`,
    );
    failing.seek(place, 10);
    expect(valuesOf(await readRecords(failing, 30))).toEqual(numbers(100, 30));
    await broker(leader).restart();
  });

  it('reads on past a broker that is frozen', { timeout: 90_000 }, async () => {
    const topic = await topicWith(3);
    const { leader } = await partitionWhere(topic, ({ inSyncReplicas }) => inSyncReplicas.length === 3);
    const consumer = clients.consumer(quick);
    consumer.assign([{ topic, partition: 0 }]);
    await produce(topic, numbers(0, 100));
    expect(await readRecords(consumer, 100)).toHaveLength(100);
    await broker(leader).kill('SIGSTOP');
    await partitionWhere(topic, (partition) => partition.leader !== leader && partition.leader >= 0);
    // An idempotent producer may have to wait for the new controller.
    await produce(topic, numbers(100, 100), { 'enable.idempotence': 'false' });
    expect(valuesOf(await readRecords(consumer, 100, 20_000))).toEqual(numbers(100, 100));
    await broker(leader).kill('SIGCONT');
  });
});
