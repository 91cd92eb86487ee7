import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createTopic,
  fetchEndOffset,
  makeTempFolder,
  produceLines,
  startKafka,
  startSluiceWorker,
  waitFor,
} from '@sluice/testing-services';
import type { SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { installOddPlugins } from '../src/install-odd-plugins.ts';
import { residentBytes, residentWhenSteady } from '../src/resident-memory.ts';

const mib = 1_048_576;
const limitBytes = 24 * mib;
/** Two task threads with their code, what each task takes beside records, and what V8 has not collected yet. */
const besideBytes = 130 * mib;
const sinkCount = 6;
const line = 'x'.repeat(1000);

let folder: TempFolder;
let worker: SluiceWorker | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('memory');
  await installOddPlugins(folder.path);
});

afterEach(async () => {
  await worker?.stop();
  await folder.remove();
});

async function start(bootstrapServers: string): Promise<{ rest: ConnectorRest; pid: number }> {
  worker = await startSluiceWorker({
    bootstrapServers,
    properties: {
      'plugin.path': folder.path,
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'sluice.memory.limit.bytes': String(limitBytes),
      'sluice.health.stalled.ms': '1000',
      'offset.flush.timeout.ms': '500',
    },
  });
  return { rest: new ConnectorRest(worker.url), pid: worker.pid };
}

describe('the memory of a worker', () => {
  it('stays within its limit while sinks are stalled and their topics are full', async () => {
    const { bootstrapServers } = inject('kafka');
    const topic = `memory-${randomBytes(4).toString('hex')}`;
    // A consumer fetches ahead of each partition, so that many are what takes memory.
    await createTopic(bootstrapServers, { topic, partitions: 40 });
    await produceLines(
      bootstrapServers,
      topic,
      Array.from({ length: 100_000 }, (_none, index) => (index % 50 === 0 ? 'trigger' : line)),
    );
    const { rest, pid } = await start(bootstrapServers);
    const beforeBytes = await residentBytes(pid);
    const names = Array.from({ length: sinkCount }, (_none, number) => `${topic}-${number}`);
    for (const name of names) {
      await rest.putConfig(name, { 'connector.class': 'OddSink', topics: topic, does: 'wait' });
    }
    for (const name of names) await rest.untilHealthIs(name, 'stalled');
    const grownBytes = (await residentWhenSteady(pid)) - beforeBytes;
    expect(grownBytes).toBeLessThan(limitBytes + besideBytes);
  });

  it('stays within its limit while a source reads a large file and the brokers are gone', async () => {
    const file = join(folder.path, 'large.txt');
    await writeFile(file, `${line}\n`.repeat(300_000));
    const kafka = await startKafka();
    try {
      const { rest, pid } = await start(kafka.bootstrapServers);
      const beforeBytes = await residentBytes(pid);
      await rest.putConfig('source', { 'connector.class': 'FileStreamSource', topic: 'large', file });
      await rest.untilTaskIs('source', 'RUNNING');
      const port = Number(kafka.bootstrapServers.split(':')[1]);
      await waitFor('the first records', async () =>
        (await fetchEndOffset(port, { topic: 'large' })) > 0n ? true : undefined,
      );
      await Promise.all(kafka.brokers.map((broker) => broker.kill()));
      expect(await rest.untilHealthIs('source', 'stalled')).toMatch(
        /^Kafka acknowledges none of \d+ records.*127\.0\.0\.1/,
      );
      const grownBytes = (await residentWhenSteady(pid)) - beforeBytes;
      expect(grownBytes).toBeLessThan(limitBytes + besideBytes);
    } finally {
      await kafka.stop();
    }
  });
});
