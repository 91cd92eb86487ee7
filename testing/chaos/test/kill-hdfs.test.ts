import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchEndOffset, Hdfs, makeTempFolder, startKafka, waitFor } from '@sluice/testing-services';
import type { KafkaCluster, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countByNames, readLedger } from '../src/hdfs-ledger.ts';
import { numberedLine, writeNumberedLines } from '../src/numbered-lines.ts';
import { chaosSeed, Random } from '../src/random.ts';
import { VictimWorker } from '../src/victim-worker.ts';

const given = process.env['SLUICE_CHAOS_IDS'];
const lineCount = Number(given ?? 20_000);
const killsOfEach = given === undefined ? 1 : 4;
const sessionTimeoutMs = 1000;
const topic = 'killed-hdfs';
const flushSize = 3000;
const folderOfFiles = `/topics/${topic}/partition=0`;
const patienceMs = 120_000;

let folder: TempFolder;
let kafka: KafkaCluster;
let hdfs: Hdfs;
let worker: VictimWorker;

beforeAll(async () => {
  folder = await makeTempFolder('chaos-hdfs');
  const properties = { 'group.min.session.timeout.ms': String(sessionTimeoutMs) };
  [kafka, hdfs] = await Promise.all([startKafka({ properties }), Hdfs.start({ separate: true })]);
  worker = await VictimWorker.prepare({
    bootstrapServers: kafka.bootstrapServers,
    folder: folder.path,
    topic,
    sessionTimeoutMs,
    sink: {
      'connector.class': 'io.confluent.connect.hdfs3.Hdfs3SinkConnector',
      'webhdfs.url': hdfs.url,
      'webhdfs.timeout.ms': '10000',
      'retry.backoff.ms': '200',
      'format.class': 'io.confluent.connect.hdfs3.string.StringFormat',
      // Files end by count and by the clock, in turns.
      'flush.size': String(flushSize),
      'rotate.schedule.interval.ms': '1000',
      timezone: 'UTC',
      // Little is consumed at a time, so that much is under way when something is killed.
      'consumer.override.max.poll.records': '50',
    },
  });
});

afterAll(async () => {
  await worker.kill();
  await hdfs.stop();
  await kafka.stop();
  await folder.remove();
});

async function untilThereAre(count: number): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    const found = await countByNames(hdfs.url, folderOfFiles);
    if (found < count) throw new Error(`there are ${found}; the end of the log:\n${worker.logTail()}`);
    return true;
  };
  await waitFor(`${count} records in files`, look, { timeoutMs: patienceMs, intervalMs: 100 });
}

async function endOfTopic(): Promise<number> {
  return Number(await fetchEndOffset(Number(kafka.bootstrapServers.split(':')[1]), { topic }));
}

describe('when worker, broker, NameNode and DataNode are killed', () => {
  it('each record is in one file, once', { timeout: 900_000 }, async () => {
    const seed = chaosSeed();
    const random = new Random(seed);
    const kills = {
      worker: async () => {
        await worker.kill();
        await worker.start();
      },
      broker: async () => {
        await kafka.brokers[0]?.kill();
        await sleep(random.between(0, 500));
        await kafka.brokers[0]?.restart();
      },
      nameNode: async () => {
        await hdfs.killNameNode();
        await sleep(random.between(0, 500));
        await hdfs.startNameNode();
      },
      dataNode: async () => {
        await hdfs.killDataNode();
        await sleep(random.between(0, 500));
        await hdfs.startDataNode();
      },
    };
    const victims = Array.from(
      { length: killsOfEach },
      () => ['worker', 'broker', 'nameNode', 'dataNode'] as const,
    ).flat();
    await writeNumberedLines(join(folder.path, 'in.txt'), lineCount);
    await worker.start();
    // One in each part of the way, so that all of them happen while records pass.
    for (const [index, victim] of random.shuffled(victims).entries()) {
      await untilThereAre(Math.floor((lineCount / victims.length) * random.between(index, index + 0.8)));
      await kills[victim]();
    }
    await untilThereAre(lineCount);
    // A source that is killed may bring lines again: those are records of their own.
    const end = await endOfTopic();
    await untilThereAre(end);
    expect(await worker.stop()).toBe('exit code 143');
    const { ranges, lines, wrong } = await readLedger(hdfs.url, folderOfFiles);
    expect(wrong).toEqual([]);
    let next = 0;
    for (const [first, last] of ranges) {
      expect(first, 'no offset twice, and none left out').toBe(next);
      next = last + 1;
    }
    expect(next).toBe(end);
    const ids = new Set(lines);
    expect(ids.size).toBe(lineCount);
    expect(ids.has(numberedLine(lineCount - 1))).toBe(true);
    const byClock = ranges.filter(([first, last]) => last - first + 1 < flushSize).length;
    console.log(
      `seed ${seed}, ${victims.length} kills, ${end} records in ${ranges.length} files, ${byClock} of them ended by the clock: each once`,
    );
  });
});
