import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopic, makeTempFolder, waitFor } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpTopic } from '../src/dump-topic.ts';
import { ExactlyOnceTask } from '../src/exactly-once-task.ts';
import { faults, planFaults } from '../src/faults.ts';
import { GrowingFile } from '../src/growing-file.ts';
import { countedInTwo, isCut, takeStock, type Ledger, type Numbering } from '../src/numbered-lines.ts';
import { startProxiedCluster, type ProxiedCluster } from '../src/proxied-cluster.ts';
import { chaosSeed, Random } from '../src/random.ts';
import { VictimWorker } from '../src/victim-worker.ts';

const idCount = Number(process.env['SLUICE_CHAOS_IDS'] ?? 200_000);
/** How often each fault happens: once, and four times with the 2 million of the full run. */
const rounds = Math.max(1, Math.round(idCount / 500_000));
/** About what a fault takes: ids come over this time, so that every fault hits a flow. */
const faultMs = 5000;
const pauseMs = 20;
/** When nothing more has arrived for so long, nothing more will. */
const stallMs = 180_000;

const lines = 'chaos-lines';
const numbers = 'chaos-numbers';

let folder: TempFolder;
let cluster: ProxiedCluster;
let worker: VictimWorker;
let task: ExactlyOnceTask;

beforeAll(async () => {
  folder = await makeTempFolder('chaos');
  cluster = await startProxiedCluster();
  const { bootstrapServers } = cluster;
  for (const topic of [lines, numbers]) {
    await createTopic(cluster.directServers, { topic, partitions: 6, replicationFactor: 3 });
  }
  const place = { bootstrapServers, folder: folder.path };
  worker = await VictimWorker.prepare({ ...place, topic: lines, sessionTimeoutMs: 3000, sinkTasks: 2 });
  // A transaction on three busy brokers takes several times as long as the pause.
  const polls = (rounds * Object.keys(faults).length * faultMs) / (4 * pauseMs);
  task = new ExactlyOnceTask({
    ...place,
    topic: numbers,
    total: idCount,
    batchSize: Math.ceil(idCount / polls),
    pauseMs,
  });
});

afterAll(async () => {
  await worker.kill();
  await task.kill();
  await cluster.stop();
  await folder.remove();
});

const none = { count: 0, first: [] };

/** Looks at what has arrived until all of it has; a busy machine may take its time. */
async function untilComplete(what: string, look: () => Promise<Ledger>): Promise<Ledger> {
  let ledger = await look();
  while (ledger.missing.count > 0) {
    const before = ledger.missing.count;
    ledger = await waitFor(
      what,
      async () => {
        await task.lookAfter();
        const now = await look();
        if (now.missing.count < before) return now;
        throw new Error(`missing are still ${before}`);
      },
      { timeoutMs: stallMs, intervalMs: 2000 },
    );
  }
  return ledger;
}

async function inTopic(topic: string, numbering?: Numbering): Promise<Ledger> {
  const file = join(folder.path, `${topic}.txt`);
  await rm(file, { force: true });
  await dumpTopic(cluster.directServers, topic, file);
  return takeStock(file, idCount, numbering);
}

describe('workers, brokers and connections that fail in random order', () => {
  it(
    'lose nothing, and repeat nothing where a source delivers exactly once',
    { timeout: 1_800_000 },
    async () => {
      const seed = chaosSeed();
      const random = new Random(seed);
      const plan = planFaults(rounds, random);
      console.log(`seed ${seed}, ${idCount} ids: ${plan.join(', ')}`);
      const input = new GrowingFile(join(folder.path, 'in.txt'));
      await input.growTo(1, 1);
      await worker.start();
      await task.start();
      for (const [index, fault] of plan.entries()) {
        const growing = input.growTo(Math.floor((idCount * (index + 1)) / plan.length), faultMs);
        await sleep(random.between(0, 1500));
        await faults[fault]({ cluster, worker, task, random });
        await growing;
        await task.lookAfter();
      }
      const leftToCount = (await inTopic(numbers, countedInTwo)).missing.count;
      const delivered = await untilComplete('all lines in the file', () =>
        takeStock(join(folder.path, 'out.txt'), idCount),
      );
      const counted = await untilComplete('all numbers in the topic', () => inTopic(numbers, countedInTwo));
      expect(await worker.stop()).toBe('exit code 143');
      const written = await inTopic(lines);
      console.log(
        `at least once: ${written.duplicates} of ${idCount} twice in the topic, ${delivered.duplicates} in the file; ` +
          `exactly once: ${counted.duplicates} twice, ${leftToCount} came after the last fault, ` +
          `the task failed by itself ${task.failures} times`,
      );
      expect(delivered).toMatchObject({ missing: none });
      // A line that was cut when the worker was killed was delivered again: it is not missing.
      expect(delivered.strangers.first.filter((line) => !isCut(line))).toEqual([]);
      expect(delivered.strangers.count).toBeLessThanOrEqual(rounds);
      expect(written).toMatchObject({ missing: none, strangers: none });
      expect(counted).toEqual({ missing: none, duplicates: 0, strangers: none });
    },
  );
});
