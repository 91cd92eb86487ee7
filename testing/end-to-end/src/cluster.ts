import {
  JavaClusterWorker,
  newClusterProperties,
  SluiceClusterWorker,
  waitFor,
  type ClusterWorker,
  type JavaClusterOptions,
  type Properties,
} from '@sluice/testing-services';

export type WorkerKind = 'java' | 'sluice';

/** Times that are short enough for tests. */
const quickCluster: Properties = {
  'scheduled.rebalance.max.delay.ms': '3000',
  'session.timeout.ms': '6000',
  'heartbeat.interval.ms': '500',
  'rebalance.timeout.ms': '20000',
};

/** Workers of one cluster, whoever made them. */
export class TestCluster {
  readonly properties: Properties;
  readonly #java: JavaClusterOptions;
  readonly #workers: ClusterWorker[] = [];

  /** @param java - what its Java workers have beside others. */
  constructor(bootstrapServers: string, more: Properties = {}, java: JavaClusterOptions = {}) {
    this.#java = java;
    this.properties = newClusterProperties(bootstrapServers, { ...quickCluster, ...more });
  }

  /** Those that run, the oldest first. */
  get workers(): readonly ClusterWorker[] {
    return this.#workers;
  }

  /** @param own - what this worker has beside the others. */
  async start(kind: WorkerKind, own: Properties = {}): Promise<ClusterWorker> {
    const properties = { ...this.properties, ...own };
    const worker = await (kind === 'java'
      ? JavaClusterWorker.start(properties, this.#java)
      : SluiceClusterWorker.start(properties));
    this.#workers.push(worker);
    return worker;
  }

  /** Ends a worker in order. */
  async stop(worker: ClusterWorker): Promise<void> {
    this.#forget(worker);
    await worker.stop();
  }

  /** Ends a worker without a word. */
  async kill(worker: ClusterWorker): Promise<void> {
    this.#forget(worker);
    await worker.kill();
    await worker.stop();
  }

  async stopAll(): Promise<void> {
    for (const worker of [...this.#workers].reverse()) await this.stop(worker);
  }

  /**
   * Until every worker knows that exactly these items run, each once, on the workers that there are, and each of those
   * has some.
   */
  async untilShared(items: readonly string[]): Promise<void> {
    await waitFor(`the cluster to share ${items.join(' ')}`, async () => {
      for (const worker of this.#workers) {
        const running = await worker.runningByWorker();
        const live = this.#workers.map(({ workerId }) => running.get(workerId) ?? []);
        const seen = `${worker.workerId} knows ${JSON.stringify([...running])}`;
        if (live.flat().sort().join() !== [...items].sort().join()) throw new Error(seen);
        if (live.some(({ length }) => length === 0)) throw new Error(seen);
      }
      return true;
    });
  }

  #forget(worker: ClusterWorker): void {
    this.#workers.splice(this.#workers.indexOf(worker), 1);
  }
}

/** Names of a connector and so many tasks. */
export function itemsOf(name: string, tasks: number): string[] {
  return [name, ...Array.from({ length: tasks }, (_, task) => `${name}-${task}`)];
}
