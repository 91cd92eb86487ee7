import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts, makeTempFolder } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpTopic } from '../src/dump-topic.ts';
import { untilEndsIn, untilSizeIs } from '../src/file-progress.ts';
import { numberedLine, takeStock, writeNumberedLines } from '../src/numbered-lines.ts';
import { chaosSeed, Random } from '../src/random.ts';
import { VictimBroker } from '../src/victim-broker.ts';
import { VictimWorker } from '../src/victim-worker.ts';

const lineCount = 300_000;
const victims = ['worker', 'broker', 'worker', 'broker', 'worker', 'broker'] as const;
const topic = 'killed-broker';

let folder: TempFolder;
let broker: VictimBroker | undefined;
let worker: VictimWorker | undefined;

beforeAll(async () => {
  folder = await makeTempFolder('chaos');
});

afterAll(async () => {
  await worker?.kill();
  await broker?.kill();
  await folder.remove();
});

describe('a worker and the dev broker that are killed in turns', () => {
  it('deliver every line to the topic and to the file', { timeout: 180_000 }, async () => {
    const seed = chaosSeed();
    const random = new Random(seed);
    const input = join(folder.path, 'in.txt');
    const output = join(folder.path, 'out.txt');
    await writeNumberedLines(input, lineCount);
    const { size } = await stat(input);
    const [port = 0] = await freePorts(1);
    broker = new VictimBroker(folder.path, port);
    await broker.start();
    const { bootstrapServers } = broker;
    worker = await VictimWorker.prepare({
      bootstrapServers,
      folder: folder.path,
      topic,
      sessionTimeoutMs: 6000,
    });

    await worker.start();
    for (const [kill, victim] of victims.entries()) {
      const part = random.between(kill, kill + 1) / victims.length;
      await untilSizeIs(output, size * part, worker);
      await sleep(random.between(0, 100));
      await { worker, broker }[victim].kill();
      await { worker, broker }[victim].start();
    }
    await untilEndsIn(output, `${numberedLine(lineCount - 1)}\n`, worker);
    expect(await worker.stop()).toBe('exit code 143');

    const topicFile = join(folder.path, 'topic.txt');
    await dumpTopic(bootstrapServers, topic, topicFile);
    const inTopic = await takeStock(topicFile, lineCount);
    const inFile = await takeStock(output, lineCount);
    console.log(
      `seed ${seed}, ${victims.length} kills, ${lineCount} lines: ` +
        `${inTopic.duplicates} twice in the topic, ${inFile.duplicates} in the file`,
    );
    const nothing = { count: 0, first: [] };
    expect(inTopic).toMatchObject({ missing: nothing, strangers: nothing });
    expect(inFile).toMatchObject({ missing: nothing, strangers: nothing });
  });
});
