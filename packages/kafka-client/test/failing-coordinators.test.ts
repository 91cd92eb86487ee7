import { startKafka, type KafkaBroker, type KafkaCluster } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from '../src/cluster/cluster.ts';
import { findGroupCoordinator } from '../src/cluster/find-coordinator.ts';
import type { Consumer } from '../src/consumer/consumer.ts';
import { parseAdminSettings } from '../src/settings/admin-settings.ts';
import { RealClients, recordsIn, uniqueName, type ReadRecord } from '../testing/real-clients.ts';

let kafka: KafkaCluster;
let clients: RealClients;

beforeAll(async () => {
  kafka = await startKafka({ brokers: 3, properties: { 'min.insync.replicas': '2' } });
  clients = new RealClients(kafka.bootstrapServers);
});

afterAll(() => kafka.stop());
afterEach(() => clients.closeAll());

const partitionCount = 8;
const quick = { 'request.timeout.ms': '3000', 'retry.backoff.ms': '50', 'metadata.max.age.ms': '1000' };
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads on and commits after every poll, as far as the group takes commits then. */
class Committer {
  readonly records: ReadRecord[] = [];
  readonly lost: string[] = [];
  readonly #consumer: Consumer;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  commits = 0;

  constructor(consumer: Consumer, topic: string) {
    this.#consumer = consumer;
    consumer.subscribe([topic], {
      onPartitionsRevoked: () => this.#commit(),
      onPartitionsLost: (partitions) =>
        void this.lost.push(...partitions.map(({ partition }) => `${partition}`)),
    });
    this.#running = this.#run();
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#running;
    await this.#consumer.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const fetched = await this.#consumer.poll(200, signal);
      this.records.push(...recordsIn(fetched));
      // Refused within a rebalance: what goes is committed when it is given up.
      if (fetched.recordCount > 0) await this.#commit().catch(() => undefined);
    }
  }

  async #commit(): Promise<void> {
    const offsets = this.#consumer.assignment().map(async (one) => ({
      ...one,
      offset: await this.#consumer.position(one),
    }));
    await this.#consumer.commit(await Promise.all(offsets));
    this.commits += 1;
  }
}

/** Produces numbered records until told to stop; returns how many. */
async function produceUntil(topic: string, isOver: () => boolean): Promise<number> {
  const producer = clients.producer<number>({ ...quick, 'enable.idempotence': 'true', 'linger.ms': '2' });
  await producer.prepare(topic);
  let count = 0;
  while (!isOver()) {
    for (let more = 0; more < 20; more += 1, count += 1) {
      const partition = count % partitionCount;
      producer.append({ topic, partition, timestampMs: null, key: null, value: `${count}` }, count);
    }
    await sleep(10);
  }
  await producer.flush();
  return count;
}

async function coordinatorOf(group: string): Promise<KafkaBroker> {
  const { settings } = parseAdminSettings({ 'bootstrap.servers': kafka.bootstrapServers });
  const cluster = new Cluster({ settings, metricGroup: 'test-metrics', allowAutoTopicCreation: false });
  const id = await findGroupCoordinator(cluster, group).finally(() => cluster.close());
  const broker = kafka.brokers.find((one) => one.id === id);
  if (broker === undefined) throw new Error(`no broker ${id}`);
  return broker;
}

/** Kills, restarts and freezes the coordinators of the groups, and moves leaders back. */
async function trouble(topic: string, groups: readonly string[]): Promise<void> {
  for (const group of groups) {
    const broker = await coordinatorOf(group);
    await broker.kill();
    await sleep(3000);
    await broker.restart();
    const partitions = Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition }));
    await clients.admin().topics.electLeaders(partitions, 'PREFERRED');
  }
  const frozen = await coordinatorOf(groups[0] ?? '');
  await frozen.kill('SIGSTOP');
  await sleep(4000);
  await frozen.kill('SIGCONT');
  await sleep(1000);
}

const protocols = [
  { 'partition.assignment.strategy': 'cooperative-sticky', 'session.timeout.ms': '30000' },
  { 'group.protocol': 'consumer' },
];

describe('with coordinators that are killed, restarted and frozen', () => {
  it(
    'groups of four that commit all the time lose nothing, repeat nothing and keep the order, by both protocols',
    { timeout: 240_000 },
    async () => {
      const topic = await clients.topic(partitionCount, {});
      const groups = protocols.map((properties) => ({ properties, name: uniqueName('g') }));
      const members = groups.map(({ properties, name }) =>
        [0, 1, 2, 3].map(
          () => new Committer(clients.consumer({ ...quick, 'group.id': name, ...properties }), topic),
        ),
      );
      const state = { isOver: false };
      const producing = produceUntil(topic, () => state.isOver);
      await expect
        .poll(() => members.flat().every(({ records }) => records.length > 0), { timeout: 60_000 })
        .toBe(true);
      await trouble(
        topic,
        groups.map(({ name }) => name),
      );
      state.isOver = true;
      const produced = await producing;
      const everything = Array.from({ length: produced }, (_, index) => index);
      for (const group of members) {
        const values = (): number[] =>
          group.flatMap(({ records }) => records.map(({ value }) => Number(value)));
        await expect.poll(() => values().length, { timeout: 60_000 }).toBeGreaterThanOrEqual(produced);
        await Promise.all(group.map((member) => member.end()));
        expect(group.flatMap(({ lost }) => lost)).toEqual([]);
        expect(values().sort((left, right) => left - right)).toEqual(everything);
        expect(group.every((member) => isInOrder(member.records))).toBe(true);
        expect(group.every(({ commits }) => commits > 10)).toBe(true);
      }
      for (const { name } of groups) {
        const partitions = Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition }));
        const committed = await clients.consumer({ 'group.id': name }).committed(partitions);
        expect(committed.reduce((sum, { offset }) => sum + offset, 0)).toBe(produced);
      }
    },
  );
});

function isInOrder(records: readonly ReadRecord[]): boolean {
  const last = new Map<number, number>();
  return records.every(({ partition, offset }) => {
    const isNext = offset > (last.get(partition) ?? -1);
    last.set(partition, offset);
    return isNext;
  });
}
