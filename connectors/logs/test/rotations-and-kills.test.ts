import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createTopic,
  makeTempFolder,
  newClusterProperties,
  readTopic,
  SluiceClusterWorker,
  waitFor,
  type ClusterWorker,
  type TempFolder,
} from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { RotatingLog } from './rotating-log.ts';

const { bootstrapServers } = inject('kafka');
const text = 'org.apache.kafka.connect.storage.StringConverter';
/** Each of them costs the time until the group gives the dead worker up. */
const kills = Number(process.env['SLUICE_CHAOS_KILLS'] ?? 3);

let folder: TempFolder;
let worker: ClusterWorker | undefined;
let logs: readonly [RotatingLog, RotatingLog];

beforeEach(async () => {
  folder = await makeTempFolder('rotations');
  logs = [
    new RotatingLog(join(folder.path, 'app.log'), 'file'),
    new RotatingLog(join(folder.path, 'linked.log'), 'link'),
  ];
});
afterEach(async () => {
  for (const log of logs) log.stop();
  await worker?.stop();
  await folder.remove();
});

/** The numbers of the lines of a log, in the order of the topic. */
async function numbersOf(topic: string, { path }: RotatingLog): Promise<number[]> {
  const records = await readTopic(bootstrapServers, topic);
  return records
    .map(({ value }) => String(value).split(' '))
    .filter(([from]) => from === path)
    .map(([, number]) => Number(number));
}

/** Until so many lines of a log are in the topic; resolves to their numbers. */
function untilRead(topic: string, log: RotatingLog, count: number): Promise<number[]> {
  return waitFor(`${count} lines of ${log.path}`, async () => {
    const numbers = await numbersOf(topic, log);
    if (numbers.length < count) throw new Error(`${numbers.length} are there`);
    return numbers;
  });
}

describe('logs that are written to all the time, rotated in every way, with workers that are killed', () => {
  it('come line by line, each once and in order', { timeout: 300_000 }, async () => {
    const topic = `logs-${randomUUID().slice(0, 8)}`;
    await createTopic(bootstrapServers, { topic, partitions: 1 });
    const properties = newClusterProperties(bootstrapServers, {
      'exactly.once.source.support': 'enabled',
      'session.timeout.ms': '6000',
      'heartbeat.interval.ms': '500',
      'scheduled.rebalance.max.delay.ms': '0',
      'key.converter': text,
      'value.converter': text,
    });
    worker = await SluiceClusterWorker.start(properties);
    for (const log of logs) log.write(1);
    const config = {
      'connector.class': 'LogSource',
      'tasks.max': '2',
      topic,
      paths: `${folder.path}/*.log`,
      'rotate.wait.ms': '100',
      'discovery.interval.ms': '500',
    };
    await worker.ask('PUT /connectors/logs/config', config);
    const [rotating, linked] = logs;
    const write = (): void => {
      rotating.start({ writeEveryMs: 10, rotateEveryMs: 350 });
      linked.start({ writeEveryMs: 10, rotateEveryMs: null });
    };
    write();
    for (let killed = 0; killed < kills; killed += 1) {
      await delay(2000);
      await worker.kill();
      await worker.stop();
      linked.rotate();
      worker = await SluiceClusterWorker.start(properties);
      // Nobody can find the file of a link that has moved twice since somebody looked.
      for (const log of logs) log.stop();
      await untilRead(topic, linked, linked.written);
      write();
    }
    await delay(1000);
    for (const log of logs) log.stop();
    for (const log of logs) {
      const expected = Array.from({ length: log.written }, (_none, index) => index + 1);
      expect(await untilRead(topic, log, log.written)).toEqual(expected);
    }
  });
});
