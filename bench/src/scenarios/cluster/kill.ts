import { setTimeout as sleep } from 'node:timers/promises';
import {
  newClusterProperties,
  SluiceClusterWorker,
  waitFor,
  type ClusterWorker,
} from '@sluice/testing-services';
import type { Measurements } from '../../metrics.ts';
import { workers } from '../../workers/all-workers.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { clusterSize } from './cluster-size.ts';

const converter = 'org.apache.kafka.connect.storage.StringConverter';
const watchedMs = 30_000;
const lookMs = 250;

/** Sources that write a few records a second, so that everybody sees whether they do. */
export const clusterKill: Scenario = {
  summary: 'a worker is killed; for how long the counter of any other task stands still',
  contenders: { sluice: workers.sluice },
  metrics: ['standstillSeconds'],
  bars: [{ metric: 'standstillSeconds', atMost: 3 }],
  prepare: (stage) => Promise.resolve(({ name }) => measure(stage, name)),
};

async function measure(stage: Stage, name: string): Promise<Measurements> {
  const size = clusterSize();
  const properties = newClusterProperties(stage.kafka.bootstrapServers, {
    'scheduled.rebalance.max.delay.ms': '10000',
    'value.converter': converter,
    'key.converter': converter,
  });
  const cluster: ClusterWorker[] = [];
  try {
    for (let count = 0; count < size.workers; count++)
      cluster.push(await SluiceClusterWorker.start(properties));
    const [first] = cluster as [ClusterWorker];
    for (let number = 0; number < size.connectors; number++) {
      const connector = `${name}-${number}`;
      const config = {
        'connector.class': 'VerifiableSourceConnector',
        'tasks.max': String(size.tasks),
        topic: `${name}-topic`,
        throughput: '4',
      };
      await first.ask('POST /connectors', { name: connector, config });
    }
    await waitFor(
      'all counters to move',
      async () => {
        const counts = [...(await countersOf(cluster)).values()];
        if (counts.length !== size.connectors * size.tasks) throw new Error(`${counts.length} tasks`);
        return counts.every((count) => count > 8) || undefined;
      },
      { timeoutMs: 300_000, intervalMs: 500 },
    );
    const [victim] = cluster.splice(-1) as [ClusterWorker];
    const watched = new Standstill(await countersOf(cluster));
    await victim.kill();
    const endMs = performance.now() + watchedMs;
    while (performance.now() < endMs) {
      await sleep(lookMs);
      watched.look(await countersOf(cluster));
    }
    await victim.stop();
    return { standstillSeconds: watched.longestMs / 1000 };
  } finally {
    for (const worker of cluster) await worker.stop();
  }
}

/** How many records each task of these workers has written. */
async function countersOf(cluster: readonly ClusterWorker[]): Promise<ReadonlyMap<string, number>> {
  const counters = new Map<string, number>();
  for (const worker of cluster) {
    const response = await fetch(`${worker.url}/metrics`);
    for (const line of (await response.text()).split('\n')) {
      const found = /^\w*source_record_write_total\{(.*)\} (\S+)/.exec(line);
      const connector = /connector="([^"]*)"/.exec(found?.[1] ?? '')?.[1];
      const task = /task="([^"]*)"/.exec(found?.[1] ?? '')?.[1];
      if (connector !== undefined) counters.set(`${connector}-${task}`, Number(found?.[2]));
    }
  }
  return counters;
}

/** The longest time in which any of the tasks that were there at the beginning wrote nothing. */
class Standstill {
  longestMs = 0;
  readonly #last: Map<string, { count: number; atMs: number }>;

  constructor(counters: ReadonlyMap<string, number>) {
    const atMs = performance.now();
    this.#last = new Map([...counters].map(([task, count]) => [task, { count, atMs }]));
  }

  look(counters: ReadonlyMap<string, number>): void {
    const nowMs = performance.now();
    for (const [task, last] of this.#last) {
      const count = counters.get(task) ?? last.count;
      this.longestMs = Math.max(this.longestMs, nowMs - last.atMs);
      if (count !== last.count) this.#last.set(task, { count, atMs: nowMs });
    }
  }
}
