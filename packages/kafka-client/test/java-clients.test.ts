import { runJavaTool } from '@sluice/testing-services';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { readRecords, RealClients, recordsIn, uniqueName, type ReadRecord } from '../testing/real-clients.ts';

const { bootstrapServers } = inject('kafka');
const clients = new RealClients(bootstrapServers);

afterEach(() => clients.closeAll());

async function java(tool: string, args: readonly string[], stdin = ''): Promise<string[]> {
  const { stdout, stderr, exitCode } = await runJavaTool(
    `org.apache.kafka.tools.${tool}`,
    ['--bootstrap-server', bootstrapServers, ...args],
    { stdin },
  );
  if (exitCode !== 0) throw new Error(`${tool} failed: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}

const lines = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `k${index}:väl${index}`);

describe('beside Java clients', () => {
  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('reads what a Java producer writes with %s', async (codec) => {
    const topic = await clients.topic();
    const options = [
      '--topic',
      topic,
      '--compression-codec',
      codec,
      '--reader-property',
      'parse.key=true',
      '--reader-property',
      'key.separator=:',
    ];
    await java('ConsoleProducer', options, lines(2000).join('\n'));
    const consumer = clients.consumer();
    consumer.assign([{ topic, partition: 0 }]);
    const records = await readRecords(consumer, 2000);
    expect(records.map(({ key, value }) => `${key}:${value}`)).toEqual(lines(2000));
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'writes with %s what a Java consumer reads',
    async (codec) => {
      const topic = await clients.topic();
      const producer = clients.producer({ 'compression.type': codec, 'linger.ms': '20' });
      await producer.prepare(topic);
      for (let index = 0; index < 500; index += 1) {
        const headers = [{ key: 'h', value: `x${index}` }];
        producer.append(
          {
            topic,
            partition: null,
            timestampMs: 1000 + index,
            key: `k${index}`,
            value: `v${index}`,
            headers,
          },
          undefined,
        );
      }
      await producer.flush();
      const shown = ['print.key=true', 'print.headers=true', 'print.timestamp=true', 'print.offset=true'];
      const properties = shown.flatMap((property) => ['--formatter-property', property]);
      const output = await java('consumer.ConsoleConsumer', [
        '--topic',
        topic,
        '--from-beginning',
        '--max-messages',
        '500',
        ...properties,
      ]);
      expect(output).toEqual(
        Array.from(
          { length: 500 },
          (_, index) => `CreateTime:${1000 + index}\tOffset:${index}\th:x${index}\tk${index}\tv${index}`,
        ),
      );
    },
  );

  it('puts keys into the partitions where a Java producer puts them', async () => {
    const ours = await clients.topic(7);
    const theirs = await clients.topic(7);
    const producer = clients.producer();
    await producer.prepare(ours);
    for (const line of lines(300)) {
      const [key = '', value = ''] = line.split(':');
      producer.append({ topic: ours, partition: null, timestampMs: null, key, value }, undefined);
    }
    await producer.flush();
    const options = [
      '--topic',
      theirs,
      '--reader-property',
      'parse.key=true',
      '--reader-property',
      'key.separator=:',
    ];
    await java('ConsoleProducer', options, lines(300).join('\n'));
    const placesIn = async (topic: string): Promise<string[]> => {
      const consumer = clients.consumer();
      consumer.assign([0, 1, 2, 3, 4, 5, 6].map((partition) => ({ topic, partition })));
      return (await readRecords(consumer, 300)).map(({ partition, key }) => `${key} in ${partition}`).sort();
    };
    expect(await placesIn(ours)).toEqual(await placesIn(theirs));
  });

  it('shares the partitions of a group with a Java consumer, and takes them over when it has left', async () => {
    const topic = await clients.topic(4);
    const group = uniqueName('g');
    const consumer = clients.consumer({ 'group.id': group, 'heartbeat.interval.ms': '200' });
    const records: ReadRecord[] = [];
    const ownedBefore: number[] = [];
    consumer.subscribe([topic], {
      onPartitionsAssigned: (partitions) => void ownedBefore.push(partitions.length),
      onPartitionsRevoked: async (partitions) => {
        const offsets = partitions.map(async (one) => ({ ...one, offset: await consumer.position(one) }));
        await consumer.commit(await Promise.all(offsets));
      },
    });
    const state = { isOver: false };
    const polling = (async () => {
      while (!state.isOver) records.push(...recordsIn(await consumer.poll(200)));
    })();
    const javaMember = java('consumer.ConsoleConsumer', [
      '--topic',
      topic,
      '--group',
      group,
      '--max-messages',
      '10',
    ]);
    await expect.poll(() => ownedBefore.at(-1), { timeout: 60_000 }).toBe(2);
    const producer = clients.producer();
    await producer.prepare(topic);
    for (let index = 0; index < 20; index += 1) {
      producer.append(
        { topic, partition: index % 4, timestampMs: null, key: null, value: String(index) },
        undefined,
      );
    }
    await producer.flush();
    const readByJava = await javaMember;
    await expect.poll(() => ownedBefore.at(-1), { timeout: 60_000 }).toBe(4);
    await expect.poll(() => records.length, { timeout: 10_000 }).toBe(10);
    state.isOver = true;
    await polling;
    const all = [...readByJava, ...records.map(({ value }) => value)]
      .map(Number)
      .sort((left, right) => left - right);
    expect(all).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });
});
