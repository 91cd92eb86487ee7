import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, parseAdminSettings } from '@sluice/kafka-client';
import { newClusterProperties, SluiceClusterWorker, type ClusterWorker } from '@sluice/testing-services';
import type { Measurements } from '../../metrics.ts';
import { workers } from '../../workers/all-workers.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { clusterSize, type ClusterSize } from './cluster-size.ts';
import { longestPausesMs } from './pauses.ts';
import { untilAllRun } from './until-all-run.ts';

const converter = 'org.apache.kafka.connect.storage.StringConverter';
/** Records that each task makes in a second. */
const throughput = 4;
const warmUpMs = 5000;
const watchedMs = 30_000;

/** Sources that write a few records a second, so that their own times tell whether they do. */
export const clusterKill: Scenario = {
  summary: 'a worker is killed; for how long any task of another one makes no record',
  contenders: { sluice: workers.sluice },
  metrics: ['steadyStandstillSeconds', 'standstillSeconds'],
  bars: [{ metric: 'standstillSeconds', atMost: 1 }],
  prepare: (stage) => Promise.resolve(({ name }) => measure(stage, name)),
};

async function measure(stage: Stage, name: string): Promise<Measurements> {
  const size = clusterSize();
  const { bootstrapServers } = stage.kafka;
  const properties = newClusterProperties(bootstrapServers, {
    'scheduled.rebalance.max.delay.ms': '10000',
    'value.converter': converter,
    'key.converter': converter,
  });
  const cluster: ClusterWorker[] = [];
  try {
    for (let count = 0; count < size.workers; count++)
      cluster.push(await SluiceClusterWorker.start(properties));
    await createTopics(bootstrapServers, name, size);
    await createAll(cluster[0] as ClusterWorker, name, size);
    await sleep(warmUpMs);
    const [victim] = cluster.splice(-1) as [ClusterWorker];
    const running = await victim.runningByWorker();
    const topics = namesOf(name, size);
    const items = cluster.flatMap(({ workerId }) => running.get(workerId) ?? []);
    const watched = items.filter((item) => !topics.includes(item));
    const steadyMs = Date.now();
    await sleep(watchedMs);
    const killedMs = Date.now();
    await victim.kill();
    await sleep(watchedMs);
    const spans = {
      before: { fromMs: steadyMs, toMs: killedMs },
      after: { fromMs: killedMs, toMs: Date.now() },
    };
    await victim.stop();
    const { before, after } = await longestPausesMs(bootstrapServers, { topics, watched, spans });
    return { steadyStandstillSeconds: before / 1000, standstillSeconds: after / 1000 };
  } finally {
    for (const worker of cluster) {
      await worker.kill();
      await worker.stop();
    }
  }
}

/** Of connectors, and of the topic of each. */
function namesOf(name: string, { connectors }: ClusterSize): string[] {
  return Array.from({ length: connectors }, (_none, number) => `${name}-${number}`);
}

async function createTopics(bootstrapServers: string, name: string, size: ClusterSize): Promise<void> {
  const admin = new Admin(parseAdminSettings({ 'bootstrap.servers': bootstrapServers }).settings);
  try {
    for (const topic of namesOf(name, size))
      await admin.createTopic({ name: topic, partitions: 1, replicationFactor: 1 });
  } finally {
    await admin.close();
  }
}

async function createAll(worker: ClusterWorker, name: string, size: ClusterSize): Promise<void> {
  const creating = namesOf(name, size).map((connector) => {
    const config = {
      'connector.class': 'VerifiableSourceConnector',
      'tasks.max': String(size.tasks),
      topic: connector,
      throughput: String(throughput),
    };
    return worker.ask('POST /connectors', { name: connector, config });
  });
  await Promise.all(creating);
  await untilAllRun(worker, size);
}
