import { JavaConsumer } from '@sluice/testing-services';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { GroupReader, numbersReadBy } from '../testing/group-reader.ts';
import { RealClients, uniqueName } from '../testing/real-clients.ts';

const { bootstrapServers, kind } = inject('kafka');
const clients = new RealClients(bootstrapServers);
const readers: GroupReader[] = [];
const javaConsumers: JavaConsumer[] = [];

afterEach(async () => {
  await Promise.all(javaConsumers.splice(0).map((one) => one.discard()));
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
  await clients.closeAll();
});

const partitionCount = 8;
/** In each of two rounds. */
const recordCount = 80;

/** Numbers from `first` on, over all partitions. */
async function produce(topic: string, first: number): Promise<void> {
  const producer = clients.producer();
  await producer.prepare(topic);
  for (let number = first; number < first + recordCount; number += 1) {
    const partition = number % partitionCount;
    producer.append({ topic, partition, timestampMs: null, key: null, value: `${number}` }, undefined);
  }
  await producer.flush();
}

const javas = 'org.apache.kafka.clients.consumer.';
const protocols: readonly [name: string, assignor: string | null][] = [
  ['range', `${javas}RangeAssignor`],
  ['round robin', `${javas}RoundRobinAssignor`],
  ['sticky', `${javas}StickyAssignor`],
  ['cooperative-sticky', `${javas}CooperativeStickyAssignor`],
  ['the consumer protocol', null],
];

/** One of ours in a group. */
function startOurs(topic: string, group: string, assignor: string | null): GroupReader {
  const protocol =
    assignor === null
      ? { 'group.protocol': 'consumer' }
      : { 'partition.assignment.strategy': assignor, 'heartbeat.interval.ms': '200' };
  const reader = new GroupReader(clients.consumer({ 'group.id': group, ...protocol }), [topic]);
  readers.push(reader);
  return reader;
}

async function startJava(topic: string, group: string, assignor: string | null): Promise<JavaConsumer> {
  const java = await JavaConsumer.start({ bootstrapServers, topic, group, assignor });
  javaConsumers.push(java);
  return java;
}

const numbersUpTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

describe('four consumers, two of them Java', () => {
  // The dev broker has the classic protocol only.
  it.each(kind === 'dev' ? protocols.slice(0, -1) : protocols)(
    'share the partitions of a group by %s, and read everything once, though some leave',
    { timeout: 180_000 },
    async (_name, assignor) => {
      const topic = await clients.topic(partitionCount);
      const group = uniqueName('g');
      const ours = [startOurs(topic, group, assignor), startOurs(topic, group, assignor)];
      const owned = (): number[] => ours.map((reader) => reader.owned.length);
      await expect.poll(owned, { timeout: 60_000 }).toEqual([4, 4]);
      const theirs = [await startJava(topic, group, assignor), await startJava(topic, group, assignor)];
      await expect.poll(owned, { timeout: 90_000 }).toEqual([2, 2]);
      const numbersOfTheirs = async (): Promise<number[]> =>
        (await Promise.all(theirs.map((java) => java.values()))).flat().map(Number);
      const all = async (): Promise<number[]> =>
        [...(await numbersOfTheirs()), ...numbersReadBy(...ours)].sort((left, right) => left - right);
      await produce(topic, 0);
      await expect.poll(all, { timeout: 60_000 }).toEqual(numbersUpTo(recordCount));
      const readByTheirs = await numbersOfTheirs();
      expect(readByTheirs).toHaveLength(recordCount / 2);

      await Promise.all(theirs.map((java) => java.leave()));
      await expect.poll(owned, { timeout: 60_000 }).toEqual([4, 4]);
      await produce(topic, recordCount);
      await expect.poll(all, { timeout: 60_000 }).toEqual(numbersUpTo(2 * recordCount));
      expect(await numbersOfTheirs()).toEqual(readByTheirs);
      expect(ours.flatMap(({ events }) => events).filter((event) => event.startsWith('lost'))).toEqual([]);
    },
  );
});
