import { existsSync } from 'node:fs';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { createTopic, fetchEndOffset, runJavaTool, startKafka, topicCommand } from '../src/index.ts';
import type { KafkaBroker, KafkaCluster, KafkaOptions } from '../src/index.ts';
import { fetchClusterView } from '../src/kafka/cluster-view.ts';

const started: KafkaCluster[] = [];

async function start(options: KafkaOptions): Promise<KafkaCluster> {
  const cluster = await startKafka(options);
  started.push(cluster);
  return cluster;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((cluster) => cluster.stop()));
});

async function consume(place: readonly string[], count: number): Promise<string> {
  const limits = ['--from-beginning', '--max-messages', String(count), '--timeout-ms', '30000'];
  return (await runJavaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [...place, ...limits])).stdout;
}

async function brokersUp(seenBy: KafkaBroker | undefined): Promise<readonly number[]> {
  return (await fetchClusterView(seenBy?.port ?? 0)).brokerIds.toSorted((a, b) => a - b);
}

describe('one broker', () => {
  it('moves lines from the Java console producer to the Java console consumer', async () => {
    const { bootstrapServers, brokers } = await start({});
    const place = ['--bootstrap-server', bootstrapServers, '--topic', 'lines'];
    await createTopic(bootstrapServers, { topic: 'lines' });
    await runJavaTool('org.apache.kafka.tools.ConsoleProducer', place, { stdin: 'one\ntwo\nthree\n' });
    expect(await fetchEndOffset(brokers[0]?.port ?? 0, { topic: 'lines' })).toBe(3n);
    expect(await consume(place, 3)).toBe('one\ntwo\nthree\n');
  });

  it('passes the given properties on to the broker', async () => {
    const { bootstrapServers } = await start({ properties: { 'num.partitions': '7' } });
    await createTopic(bootstrapServers, { topic: 'seven' });
    expect(await topicCommand(bootstrapServers, ['--describe', '--topic', 'seven'])).toContain(
      'PartitionCount: 7',
    );
  });

  it('leaves no process and nothing of its data after stop', async () => {
    const cluster = await start({});
    const [broker] = cluster.brokers;
    const pid = broker?.pid ?? 0;
    const logFile = broker?.logFile ?? '';
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    expect(existsSync(logFile)).toBe(true);
    await cluster.stop();
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect(existsSync(logFile)).toBe(false);
  });

  it('rejects when the end of a topic that is not there is asked for', async () => {
    const { brokers } = await start({});
    await expect(fetchEndOffset(brokers[0]?.port ?? 0, { topic: 'nowhere' })).rejects.toThrow(/error code 3/);
  });

  it('says why when the broker refuses its properties', async () => {
    await expect(startKafka({ properties: { 'log.segment.bytes': 'many' } })).rejects.toThrow(
      /log\.segment\.bytes/,
    );
  });
});

describe('three brokers', () => {
  it('keep their records when one is killed and started again', async () => {
    const { bootstrapServers, brokers } = await start({ brokers: 3 });
    await createTopic(bootstrapServers, { topic: 'kept', partitions: 1 });
    await runJavaTool(
      'org.apache.kafka.tools.ConsoleProducer',
      ['--bootstrap-server', bootstrapServers, '--topic', 'kept'],
      { stdin: 'still here\n' },
    );
    const [first, second] = brokers;
    const before = first?.pid;

    await first?.kill();
    expect(first?.alive).toBe(false);
    await expect.poll(() => brokersUp(second), { timeout: 60_000 }).toEqual([2, 3]);

    await first?.restart();
    expect(first?.pid).not.toBe(before);
    await expect.poll(() => brokersUp(second), { timeout: 60_000 }).toEqual([1, 2, 3]);
    const place = ['--bootstrap-server', `127.0.0.1:${first?.port}`, '--topic', 'kept'];
    expect(await consume(place, 1)).toBe('still here\n');
  });
});

describe('the shared cluster', () => {
  it('answers at the address that tests are given', async () => {
    const port = Number(inject('kafka').bootstrapServers.split(':').at(-1));
    expect((await fetchClusterView(port)).brokerIds).not.toEqual([]);
  });
});
