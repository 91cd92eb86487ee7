import { runJavaTool } from '@sluice/testing-services';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { GroupReader } from '../testing/group-reader.ts';
import { RealClients, uniqueName } from '../testing/real-clients.ts';

const { bootstrapServers, kind } = inject('kafka');
const clients = new RealClients(bootstrapServers);
const readers: GroupReader[] = [];

afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
  await clients.closeAll();
});

const partitionCount = 8;
const recordCount = 80;

type Properties = Readonly<Record<string, string>>;

/** Reads as many records as fall to one of four, and leaves. */
async function javaMember(topic: string, group: string, properties: Properties): Promise<string[]> {
  const options = Object.entries(properties).flatMap(([key, value]) => [
    '--command-property',
    `${key}=${value}`,
  ]);
  const { stdout, stderr, exitCode } = await runJavaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    '--bootstrap-server',
    bootstrapServers,
    '--topic',
    topic,
    '--group',
    group,
    // Else it would begin behind the records that come before it has found its position.
    '--from-beginning',
    '--max-messages',
    String(recordCount / 4),
    ...options,
  ]);
  if (exitCode !== 0) throw new Error(`The Java consumer failed: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}

async function produce(topic: string): Promise<void> {
  const producer = clients.producer();
  await producer.prepare(topic);
  for (let index = 0; index < recordCount; index += 1) {
    const partition = index % partitionCount;
    producer.append({ topic, partition, timestampMs: null, key: null, value: `${index}` }, undefined);
  }
  await producer.flush();
}

const javas = 'org.apache.kafka.clients.consumer.';
const protocols: readonly [name: string, properties: Properties][] = [
  ['range', { 'partition.assignment.strategy': `${javas}RangeAssignor` }],
  ['round robin', { 'partition.assignment.strategy': `${javas}RoundRobinAssignor` }],
  ['sticky', { 'partition.assignment.strategy': `${javas}StickyAssignor` }],
  ['cooperative-sticky', { 'partition.assignment.strategy': `${javas}CooperativeStickyAssignor` }],
  ['the consumer protocol', { 'group.protocol': 'consumer' }],
];

describe('four consumers, two of them Java', () => {
  // The dev broker has the classic protocol only.
  it.each(kind === 'dev' ? protocols.slice(0, -1) : protocols)(
    'share the partitions of a group by %s, and read everything once',
    { timeout: 180_000 },
    async (_name, properties) => {
      const topic = await clients.topic(partitionCount);
      const group = uniqueName('g');
      const quick = properties['group.protocol'] === 'consumer' ? {} : { 'heartbeat.interval.ms': '200' };
      const startOne = (): GroupReader => {
        const reader = new GroupReader(clients.consumer({ 'group.id': group, ...properties, ...quick }), [
          topic,
        ]);
        readers.push(reader);
        return reader;
      };
      const ours = [startOne(), startOne()];
      const owned = (): number[] => ours.map((reader) => reader.owned.length);
      await expect.poll(owned, { timeout: 60_000 }).toEqual([4, 4]);
      const theirs = [javaMember(topic, group, properties), javaMember(topic, group, properties)];
      await expect.poll(owned, { timeout: 90_000 }).toEqual([2, 2]);
      await produce(topic);
      const readByJava = (await Promise.all(theirs)).flat();
      await expect.poll(owned, { timeout: 60_000 }).toEqual([4, 4]);
      const read = (): string[] => ours.flatMap(({ records }) => records.map(({ value }) => value ?? ''));
      await expect.poll(() => read().length, { timeout: 20_000 }).toBe(recordCount / 2);
      const all = [...readByJava, ...read()].map(Number).sort((left, right) => left - right);
      expect(all).toEqual(Array.from({ length: recordCount }, (_, index) => index));
      expect(ours.flatMap(({ events }) => events).filter((event) => event.startsWith('lost'))).toEqual([]);
    },
  );
});
