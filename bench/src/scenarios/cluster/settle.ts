import {
  JavaClusterWorker,
  newClusterProperties,
  SluiceClusterWorker,
  waitFor,
  type ClusterWorker,
  type Properties,
} from '@sluice/testing-services';
import type { Measurements } from '../../metrics.ts';
import { workers } from '../../workers/all-workers.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { clusterSize, type ClusterSize } from './cluster-size.ts';

const starters = { sluice: SluiceClusterWorker, java: JavaClusterWorker } as const;
type Kind = keyof typeof starters;

const createdAtOnce = 8;
const settleTimeoutMs = 600_000;

/** Sinks that read nothing: what is measured is how they come to run. */
function connectorConfig(name: string, tasks: number): Properties {
  return {
    'connector.class': 'FileStreamSink',
    'tasks.max': String(tasks),
    topics: 'nothing-comes',
    file: `/tmp/${name}.txt`,
  };
}

export const clusterSettles: Scenario = {
  summary: 'three workers get 100 connectors with 1000 tasks, all at once, and one more',
  contenders: { sluice: workers.sluice, java: workers.java },
  metrics: ['settleSeconds', 'createSeconds', 'restartSeconds'],
  bars: [
    { metric: 'settleSeconds', timesBetterThan: 'java', atLeast: 3 },
    { metric: 'createSeconds', atMost: 1 },
  ],
  prepare: (stage) =>
    Promise.resolve(({ contender, name }) =>
      measure(contender as Kind, { stage, name, size: clusterSize() }),
    ),
};

interface Measured {
  readonly stage: Stage;
  readonly name: string;
  readonly size: ClusterSize;
}

async function measure(kind: Kind, { stage, name, size }: Measured): Promise<Measurements> {
  const properties = newClusterProperties(stage.kafka.bootstrapServers, { 'offset.storage.partitions': '5' });
  const cluster = await startAll(kind, properties, size.workers);
  try {
    const [first] = cluster as [ClusterWorker];
    const settleSeconds = await timed(async () => {
      await createAll(cluster, name, size);
      await untilAllRun(first, size);
    });
    const createSeconds = await timed(() =>
      first.ask('POST /connectors', { name: `${name}-more`, config: connectorConfig(`${name}-more`, 1) }),
    );
    await untilAllRun(first, { ...size, connectors: size.connectors, extra: 1 });
    await stopAll(cluster);
    const restartSeconds = await timed(async () => {
      cluster.push(...(await startAll(kind, properties, size.workers)));
      await untilAllRun(cluster[0] as ClusterWorker, { ...size, extra: 1 });
    });
    return { settleSeconds, createSeconds, restartSeconds };
  } finally {
    await stopAll(cluster);
  }
}

async function startAll(kind: Kind, properties: Properties, count: number): Promise<ClusterWorker[]> {
  return Promise.all(Array.from({ length: count }, () => starters[kind].start(properties)));
}

async function stopAll(cluster: ClusterWorker[]): Promise<void> {
  await Promise.all(cluster.splice(0).map((worker) => worker.stop()));
}

async function createAll(
  cluster: readonly ClusterWorker[],
  name: string,
  { connectors, tasks }: ClusterSize,
): Promise<void> {
  let next = 0;
  const create = async (): Promise<void> => {
    while (next < connectors) {
      const number = next++;
      const worker = cluster[number % cluster.length] as ClusterWorker;
      const connector = `${name}-${number}`;
      await createPatiently(worker, connector, tasks);
    }
  };
  await Promise.all(Array.from({ length: createdAtOnce }, create));
}

/** A worker that is in a rebalance may ask to be asked again. */
async function createPatiently(worker: ClusterWorker, connector: string, tasks: number): Promise<void> {
  const body = { name: connector, config: connectorConfig(connector, tasks) };
  await waitFor(`${connector} to be created`, async () => {
    const { status, text } = await worker.answer('POST /connectors', body);
    if (status === 201 || text.includes('already exists')) return true;
    throw new Error(`${status} ${text}`);
  });
}

async function untilAllRun(
  worker: ClusterWorker,
  { connectors, tasks, extra = 0 }: ClusterSize & { readonly extra?: number },
): Promise<void> {
  const items = connectors * (1 + tasks) + extra * 2;
  await waitFor(
    `${items} connectors and tasks to run`,
    async () => {
      const running = [...(await worker.runningByWorker()).values()].flat().length;
      if (running !== items) throw new Error(`${running} run`);
      return true;
    },
    { timeoutMs: settleTimeoutMs, intervalMs: 500 },
  );
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await action();
  return (performance.now() - startMs) / 1000;
}
