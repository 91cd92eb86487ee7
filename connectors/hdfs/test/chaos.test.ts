import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createTopic,
  formatProperties,
  freePorts,
  Hdfs,
  makeTempFolder,
  produceLines,
  startKafka,
  startSluice,
  waitFor,
  type KafkaCluster,
  type ServiceProcess,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFolder } from '../testing/read-folder.ts';

const idCount = Number(process.env['SLUICE_CHAOS_IDS'] ?? 30_000);
const rounds = Number(process.env['SLUICE_CHAOS_ROUNDS'] ?? 3);
const topic = 'ledger';
const text = 'org.apache.kafka.connect.storage.StringConverter';

let folder: TempFolder;
let kafka: KafkaCluster;
let hdfs: Hdfs;
let worker: ServiceProcess | undefined;
let files: string[] = [];

beforeAll(async () => {
  folder = await makeTempFolder('hdfs-chaos');
  kafka = await startKafka({ properties: { 'group.min.session.timeout.ms': '1000' } });
  hdfs = await Hdfs.start({ separate: true });
  await createTopic(kafka.bootstrapServers, { topic, partitions: 2 });
  files = await Promise.all(
    Object.entries(await properties()).map(async ([name, content]) => {
      const file = join(folder.path, `${name}.properties`);
      await writeFile(file, formatProperties(content));
      return file;
    }),
  );
  await startWorker();
});
afterAll(async () => {
  await worker?.kill();
  await hdfs.stop();
  await kafka.stop();
  await folder.remove();
});

async function properties(): Promise<Record<string, Readonly<Record<string, string>>>> {
  const [port = 0] = await freePorts(1);
  return {
    '1-worker': {
      'bootstrap.servers': kafka.bootstrapServers,
      'key.converter': text,
      'value.converter': text,
      'offset.storage.file.filename': join(folder.path, 'connect.offsets'),
      'offset.flush.interval.ms': '300',
      listeners: `http://127.0.0.1:${port}`,
      'consumer.session.timeout.ms': '1000',
      'consumer.heartbeat.interval.ms': '200',
    },
    '2-sink': {
      name: 'ledger-to-hdfs',
      'connector.class': 'io.confluent.connect.hdfs3.Hdfs3SinkConnector',
      topics: topic,
      'tasks.max': '2',
      'webhdfs.url': hdfs.url,
      'format.class': 'io.confluent.connect.hdfs3.string.StringFormat',
      'flush.size': '1500',
      // By the clock, too, and into folders of the clock: what Java's connector does not do once.
      'rotate.schedule.interval.ms': '700',
      'partitioner.class': 'io.confluent.connect.storage.partitioner.TimeBasedPartitioner',
      'partition.duration.ms': '2000',
      'path.format': "'at'=HH-mm-ss",
      timezone: 'UTC',
      'timestamp.extractor': 'Wallclock',
      'retry.backoff.ms': '200',
    },
  };
}

async function startWorker(): Promise<void> {
  worker = await startSluice('connect-standalone', { args: files, logFile: join(folder.path, 'worker.log') });
}

const victims: readonly (() => Promise<void>)[] = [
  async () => {
    await worker?.kill();
    await startWorker();
  },
  async () => {
    await hdfs.killDataNode();
    await hdfs.startDataNode();
  },
  async () => {
    await kafka.brokers[0]?.restart();
  },
];

async function linesInFiles(): Promise<string[]> {
  const found = await readFolder(hdfs.url, `/topics/${topic}`);
  return [...found.values()].flatMap((content) => content.split('\n').slice(0, -1));
}

const idsOf = (round: number): string[] =>
  Array.from({ length: idCount / rounds }, (_none, index) => `id-${round * (idCount / rounds) + index}`);

describe('worker, DataNode and broker that are killed in turns', () => {
  it('lose no record, and have each in the files once', { timeout: 240_000 }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      await produceLines(kafka.bootstrapServers, topic, idsOf(round));
      await sleep(200 + Math.random() * 1300);
      await victims[round % victims.length]?.();
    }
    await waitFor(
      `${idCount} ids in files`,
      async () => {
        const { length } = await linesInFiles();
        if (length < idCount) throw new Error(`there are ${length}\n${worker?.logTail()}`);
        return true;
      },
      { timeoutMs: 120_000 },
    );
    const lines = await linesInFiles();
    const expected = Array.from({ length: rounds }, (_none, round) => idsOf(round)).flat();
    expect(new Set(lines)).toEqual(new Set(expected));
    expect(lines.length).toBe(idCount);
  });
});
