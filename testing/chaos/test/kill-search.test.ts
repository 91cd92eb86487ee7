import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTempFolder, startElasticsearch, startKafka, waitFor } from '@sluice/testing-services';
import type { KafkaCluster, SearchNode, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNumberedLines } from '../src/numbered-lines.ts';
import { chaosSeed, Random } from '../src/random.ts';
import { VictimWorker } from '../src/victim-worker.ts';

const given = process.env['SLUICE_CHAOS_IDS'];
const lineCount = Number(given ?? 20_000);
const killsOfEach = given === undefined ? 1 : 4;
const sessionTimeoutMs = 1000;
const topic = 'killed-search';
const patienceMs = 120_000;

let folder: TempFolder;
let kafka: KafkaCluster;
let node: SearchNode;
let worker: VictimWorker;

beforeAll(async () => {
  folder = await makeTempFolder('chaos-search');
  const properties = { 'group.min.session.timeout.ms': String(sessionTimeoutMs) };
  [kafka, node] = await Promise.all([startKafka({ properties }), startElasticsearch()]);
  worker = await VictimWorker.prepare({
    bootstrapServers: kafka.bootstrapServers,
    folder: folder.path,
    topic,
    sessionTimeoutMs,
    sink: {
      'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
      'connection.url': node.url,
      'max.retries': '100000',
      // Small requests, so that many are under way when something is killed.
      'batch.size': '100',
      // Each line is the id of its document: the index is the ledger.
      transforms: 'hoist,key,plain',
      'transforms.hoist.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
      'transforms.hoist.field': 'line',
      'transforms.key.type': 'org.apache.kafka.connect.transforms.ValueToKey',
      'transforms.key.fields': 'line',
      'transforms.plain.type': 'org.apache.kafka.connect.transforms.ExtractField$Key',
      'transforms.plain.field': 'line',
    },
  });
});

afterAll(async () => {
  await worker.kill();
  await node.stop();
  await kafka.stop();
  await folder.remove();
});

async function countDocuments(): Promise<number> {
  const url = `${node.url}/${topic}`;
  await fetch(`${url}/_refresh`, { method: 'POST' });
  const response = await fetch(`${url}/_count`);
  return response.ok ? ((await response.json()) as { readonly count: number }).count : 0;
}

function untilThereAre(count: number): Promise<number> {
  return waitFor(
    `${count} documents`,
    async () => {
      const found = await countDocuments();
      return found >= count ? found : undefined;
    },
    { timeoutMs: patienceMs, intervalMs: 100 },
  );
}

describe('when worker, broker and search node are killed', () => {
  it('every record becomes a document all the same', { timeout: 900_000 }, async () => {
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
      node: async () => {
        await node.kill();
        await sleep(random.between(0, 500));
        await node.restart();
      },
    };
    const victims = Array.from({ length: killsOfEach }, () => ['worker', 'broker', 'node'] as const).flat();
    await writeNumberedLines(join(folder.path, 'in.txt'), lineCount);
    await worker.start();
    // One in each part of the way, so that all of them happen while records pass.
    for (const [index, victim] of random.shuffled(victims).entries()) {
      await untilThereAre(Math.floor((lineCount / victims.length) * random.between(index, index + 0.8)));
      await kills[victim]();
    }
    await untilThereAre(lineCount);
    expect(await worker.stop()).toBe('exit code 143');
    expect(await countDocuments()).toBe(lineCount);
    console.log(`seed ${seed}, ${victims.length} kills, ${lineCount} lines: nothing lost`);
  });
});
