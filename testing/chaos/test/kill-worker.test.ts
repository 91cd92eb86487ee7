import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTempFolder, startKafka } from '@sluice/testing-services';
import type { KafkaCluster, TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dumpTopic } from '../src/dump-topic.ts';
import { untilEndsIn, untilSizeIs } from '../src/file-progress.ts';
import { isCut, numberedLine, takeStock, writeNumberedLines } from '../src/numbered-lines.ts';
import { chaosSeed, Random } from '../src/random.ts';
import { VictimWorker } from '../src/victim-worker.ts';

const lineCount = 1_000_000;
const killCount = 10;
const sessionTimeoutMs = 1000;
const topic = 'killed-worker';

let folder: TempFolder;
let kafka: KafkaCluster;
let worker: VictimWorker | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('chaos');
  const properties = { 'group.min.session.timeout.ms': String(sessionTimeoutMs) };
  kafka = await startKafka({ properties });
});

afterEach(async () => {
  await worker?.kill();
  worker = undefined;
  await kafka.stop();
  await folder.remove();
});

describe('a worker that is killed at ten random moments', () => {
  it('delivers every line to the topic and to the file', { timeout: 240_000 }, async () => {
    const seed = chaosSeed();
    const random = new Random(seed);
    const input = join(folder.path, 'in.txt');
    const output = join(folder.path, 'out.txt');
    await writeNumberedLines(input, lineCount);
    const { size } = await stat(input);
    const { bootstrapServers } = kafka;
    worker = await VictimWorker.prepare({
      bootstrapServers,
      folder: folder.path,
      topic,
      sessionTimeoutMs,
    });

    // One kill in each tenth of the way, so that all of them happen while lines pass.
    for (let kill = 0; kill < killCount; kill++) {
      await worker.start();
      await untilSizeIs(output, (size / killCount) * random.between(kill, kill + 1), worker);
      await sleep(random.between(0, 100));
      await worker.kill();
    }
    await worker.start();
    await untilEndsIn(output, `${numberedLine(lineCount - 1)}\n`, worker);
    expect(await worker.stop()).toBe('exit code 143');

    const topicFile = join(folder.path, 'topic.txt');
    await dumpTopic(bootstrapServers, topic, topicFile);
    const inTopic = await takeStock(topicFile, lineCount);
    const inFile = await takeStock(output, lineCount);
    console.log(
      `seed ${seed}, ${killCount} kills, ${lineCount} lines: ` +
        `${inTopic.duplicates} twice in the topic, ${inFile.duplicates} in the file`,
    );
    const nothing = { count: 0, first: [] };
    expect(inTopic).toMatchObject({ missing: nothing, strangers: nothing });
    expect(inFile).toMatchObject({ missing: nothing });
    // All of the line was delivered again: it is not missing.
    expect(inFile.strangers.first.filter((line) => !isCut(line))).toEqual([]);
    expect(inFile.strangers.count).toBeLessThanOrEqual(killCount);
  });
});
