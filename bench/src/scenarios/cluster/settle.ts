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
import { untilAllRun } from './until-all-run.ts';

const starters = {
  sluice: (properties: Properties) => SluiceClusterWorker.start(properties),
  java: (properties: Properties) => JavaClusterWorker.start(properties, { profile: 'server' }),
} as const;
type Kind = keyof typeof starters;

const createdAtOnce = 8;

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
  metrics: ['settleSeconds', 'createSeconds'],
  bars: [
    { metric: 'settleSeconds', timesBetterThan: 'java', atLeast: 3 },
    { metric: 'createSeconds', atMost: 1 },
  ],
  prepare: (stage) =>
    Promise.resolve(({ contender, name }) =>
      inCluster(contender as Kind, stage, async (cluster, size) => {
        const settleSeconds = await timed(() => settle(cluster, name, size));
        const [first] = cluster.workers as [ClusterWorker];
        const more = `${name}-more`;
        const createSeconds = await timed(() =>
          first.ask('POST /connectors', { name: more, config: connectorConfig(more, 1) }),
        );
        await untilAllRun(first, size, 1);
        return { settleSeconds, createSeconds };
      }),
    ),
};

export const clusterRestarts: Scenario = {
  summary: 'three workers with 100 connectors and 1000 tasks are stopped and started again, all at once',
  contenders: { sluice: workers.sluice, java: workers.java },
  metrics: ['restartSeconds'],
  bars: [],
  prepare: (stage) =>
    Promise.resolve(({ contender, name }) =>
      inCluster(contender as Kind, stage, async (cluster, size) => {
        await settle(cluster, name, size);
        await cluster.stopAll();
        const restartSeconds = await timed(async () => {
          await cluster.startAll();
          await untilAllRun(cluster.workers[0] as ClusterWorker, size);
        });
        return { restartSeconds };
      }),
    ),
};

/** Workers that start together. */
class MeasuredCluster {
  readonly workers: ClusterWorker[] = [];
  readonly #kind: Kind;
  readonly #count: number;
  readonly #properties: Properties;

  constructor(kind: Kind, count: number, properties: Properties) {
    this.#kind = kind;
    this.#count = count;
    this.#properties = properties;
  }

  async startAll(): Promise<void> {
    const starting = Array.from({ length: this.#count }, () => starters[this.#kind](this.#properties));
    this.workers.push(...(await Promise.all(starting)));
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.stop()));
  }

  /** Ends what nobody needs any more. */
  async killAll(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()));
    await this.stopAll();
  }
}

async function inCluster(
  kind: Kind,
  stage: Stage,
  measure: (cluster: MeasuredCluster, size: ClusterSize) => Promise<Measurements>,
): Promise<Measurements> {
  const size = clusterSize();
  const properties = newClusterProperties(stage.kafka.bootstrapServers, { 'offset.storage.partitions': '5' });
  const cluster = new MeasuredCluster(kind, size.workers, properties);
  try {
    await cluster.startAll();
    return await measure(cluster, size);
  } finally {
    await cluster.killAll();
  }
}

async function settle({ workers: all }: MeasuredCluster, name: string, size: ClusterSize): Promise<void> {
  await createAll(all, name, size);
  await untilAllRun(all[0] as ClusterWorker, size);
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

async function timed(action: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await action();
  return (performance.now() - startMs) / 1000;
}
