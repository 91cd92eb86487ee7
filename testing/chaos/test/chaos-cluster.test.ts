import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopic, makeTempFolder, waitFor } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpTopic } from '../src/dump-topic.ts';
import { GrowingFile } from '../src/growing-file.ts';
import { takeStock, type Ledger } from '../src/numbered-lines.ts';
import { startProxiedCluster, type ProxiedCluster } from '../src/proxied-cluster.ts';
import { chaosSeed, Random } from '../src/random.ts';
import { VictimCluster } from '../src/victim-cluster.ts';

/** The full run has 2 million. */
const idCount = Number(process.env['SLUICE_CHAOS_CLUSTER_IDS'] ?? 20_000);
/** How often each fault happens. */
const rounds = Math.max(1, Math.round(idCount / 500_000));
const faultMs = 4000;
const drainTimeoutMs = 180_000;

let folder: TempFolder;
let kafka: ProxiedCluster;

beforeAll(async () => {
  folder = await makeTempFolder('chaos-cluster');
  kafka = await startProxiedCluster();
});

afterAll(async () => {
  await kafka.stop();
  await folder.remove();
});

const faults = {
  'worker killed': async (workers: VictimCluster, random: Random) => {
    const index = random.oneOf([...Array(workers.size).keys()]);
    await workers.kill(index);
    await sleep(random.between(0, 3000));
    await workers.start(index);
  },
  'broker killed': async (_workers: VictimCluster, random: Random) => {
    const broker = random.oneOf(kafka.brokers);
    await broker.kill();
    await sleep(random.between(500, 2000));
    await broker.restart();
  },
  'connections cut': async (_workers: VictimCluster, random: Random) => {
    for (let cut = 0; cut < 5; cut++) {
      await sleep(random.between(50, 400));
      for (const proxy of kafka.proxies) if (random.between(0, 1) < 0.7) proxy.cut();
    }
  },
} as const;

async function inTopic(topic: string): Promise<Ledger> {
  const file = join(folder.path, `${topic}.txt`);
  await rm(file, { force: true });
  await dumpTopic(kafka.directServers, topic, file);
  return takeStock(file, idCount);
}

const none = { count: 0, first: [] };

describe('three workers and three brokers that fail in random order', { timeout: 600_000 }, () => {
  it.each(['disabled', 'enabled'] as const)(
    'lose nothing, and with exactly-once delivery %s repeat nothing where that is promised',
    async (exactlyOnce) => {
      const seed = chaosSeed();
      const random = new Random(seed);
      const topic = `lines-${exactlyOnce}`;
      await createTopic(kafka.directServers, { topic, partitions: 6, replicationFactor: 3 });
      const { bootstrapServers } = kafka;
      const workers = await VictimCluster.prepare({
        bootstrapServers,
        folder: folder.path,
        workers: 3,
        exactlyOnce,
      });
      const names = Object.keys(faults) as (keyof typeof faults)[];
      const plan = random.shuffled(Array.from({ length: rounds }, () => names).flat());
      console.log(`seed ${seed}, ${idCount} ids, exactly once ${exactlyOnce}: ${plan.join(', ')}`);
      try {
        await workers.startAll();
        const file = join(folder.path, `${topic}-in.txt`);
        const input = new GrowingFile(file);
        await input.growTo(1, 1);
        await workers.create('source', { 'connector.class': 'FileStreamSource', file, topic });
        let failures = 0;
        for (const [index, fault] of plan.entries()) {
          const growing = input.growTo(Math.floor((idCount * (index + 1)) / plan.length), faultMs);
          await sleep(random.between(0, 1500));
          await faults[fault](workers, random);
          await growing;
          failures += await workers.lookAfter('source');
        }
        const written = await waitFor(
          'all lines in the topic',
          async () => {
            failures += await workers.lookAfter('source');
            const ledger = await inTopic(topic);
            if (ledger.missing.count > 0) throw new Error(`missing are ${ledger.missing.count}`);
            return ledger;
          },
          { timeoutMs: drainTimeoutMs, intervalMs: 2000 },
        );
        expect(new Set(await workers.stopAll())).toEqual(new Set(['exit code 143']));
        console.log(
          `${written.duplicates} of ${idCount} twice, tasks failed by themselves ${failures} times`,
        );
        const atMostTwice = exactlyOnce === 'enabled' ? { duplicates: 0 } : {};
        expect(written).toMatchObject({ missing: none, strangers: none, ...atMostTwice });
      } finally {
        await workers.killAll();
      }
    },
  );
});
