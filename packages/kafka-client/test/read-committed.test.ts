import { runJavaTool } from '@sluice/testing-services';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { Producer } from '../src/produce/producer.ts';
import { readRecords, RealClients, uniqueName } from '../testing/real-clients.ts';

const { bootstrapServers } = inject('kafka');
const clients = new RealClients(bootstrapServers);

afterEach(() => clients.closeAll());

async function transactional(topic: string): Promise<Producer> {
  const producer = clients.producer({ 'transactional.id': uniqueName('tx'), 'batch.size': '200' });
  await producer.initTransactions();
  await producer.prepare(topic);
  return producer;
}

/** What a Java consumer sees of committed records, in order. */
async function seenByJava(topic: string, count: number): Promise<string[]> {
  const { stdout, stderr, exitCode } = await runJavaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    '--bootstrap-server',
    bootstrapServers,
    '--topic',
    topic,
    '--from-beginning',
    '--isolation-level',
    'read_committed',
    '--max-messages',
    String(count),
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.trim().split('\n');
}

describe('a consumer with isolation.level=read_committed', () => {
  it('sees what a Java consumer sees of transactions that are interleaved, aborted and open', async () => {
    const topic = await clients.topic();
    const place = { topic, partition: 0 };
    const producers = await Promise.all([0, 1, 2, 3].map(() => transactional(topic)));
    const plain = clients.producer();
    await plain.prepare(topic);
    const write = async (producer: Producer, value: string): Promise<void> => {
      producer.append({ ...place, timestampMs: null, key: null, value: value.padEnd(60, '.') }, undefined);
      await producer.flush();
    };
    const expected: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (const producer of producers) producer.beginTransaction();
      const aborted = new Set(producers.filter((_, index) => (round + index) % 3 === 0));
      for (let turn = 0; turn < 4; turn += 1) {
        for (const [index, producer] of producers.entries()) {
          const value = `r${round} p${index} t${turn}`;
          await write(producer, value);
          if (!aborted.has(producer)) expected.push(value.padEnd(60, '.'));
        }
        await write(plain, `plain ${round} ${turn}`);
        expected.push(`plain ${round} ${turn}`.padEnd(60, '.'));
      }
      for (const producer of producers)
        await (aborted.has(producer) ? producer.abortTransaction() : producer.commitTransaction());
    }
    const settings = { 'isolation.level': 'read_committed', 'max.poll.records': '7' };
    const consumer = clients.consumer({ ...settings, 'max.partition.fetch.bytes': '700' });
    const committedEnds = (): Promise<readonly number[]> => consumer.endOffsets([place]);
    // A transaction ends when its coordinator has noted so; marks come into the log a little later.
    const marks = 12 * producers.length;
    await expect.poll(committedEnds, { timeout: 20_000 }).toEqual([12 * 4 * (producers.length + 1) + marks]);
    const [open] = producers;
    open?.beginTransaction();
    if (open !== undefined) await write(open, 'open');
    await write(plain, 'behind the open one');
    consumer.assign([place]);
    const values = (await readRecords(consumer, expected.length)).map(({ value }) => value);
    expect(values).toEqual(expected);
    expect(await seenByJava(topic, expected.length)).toEqual(expected);
    // Nothing more until the open transaction ends.
    expect((await consumer.poll(500)).recordCount).toBe(0);
    const [committedEnd] = await committedEnds();
    const everything = clients.consumer({ 'isolation.level': 'read_uncommitted' });
    const [end] = await everything.endOffsets([place]);
    expect([committedEnd, end]).toEqual([await consumer.position(place), (committedEnd ?? 0) + 2]);
    expect(consumer.currentLag(place)).toBe(0);
    await open?.commitTransaction();
    const rest = (await readRecords(consumer, 2)).map(({ value }) => value?.replaceAll('.', ''));
    expect(rest).toEqual(['open', 'behind the open one']);
  });
});
