import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatProperties,
  freePorts,
  newClusterProperties,
  startSluice,
  waitFor,
} from '@sluice/testing-services';
import type { Properties, ServiceProcess } from '@sluice/testing-services';

export interface VictimClusterOptions {
  readonly bootstrapServers: string;
  readonly folder: string;
  readonly workers: number;
  /** `exactly.once.source.support`. */
  readonly exactlyOnce: 'enabled' | 'disabled';
}

interface Victim {
  readonly url: string;
  readonly propertiesFile: string;
  process: ServiceProcess | null;
}

const askTimeoutMs = 90_000;

/** Workers of one cluster, to be killed and started again one by one. */
export class VictimCluster {
  readonly #folder: string;
  readonly #victims: readonly Victim[];

  private constructor(folder: string, victims: readonly Victim[]) {
    this.#folder = folder;
    this.#victims = victims;
  }

  /** Writes their files; they are not started yet. */
  static async prepare(options: VictimClusterOptions): Promise<VictimCluster> {
    const shared = clusterProperties(options);
    const ports = await freePorts(options.workers);
    const victims = ports.map(async (port, index) => {
      const url = `http://127.0.0.1:${port}`;
      const propertiesFile = join(options.folder, `worker-${index}.properties`);
      await writeFile(propertiesFile, formatProperties({ ...shared, listeners: url }));
      return { url, propertiesFile, process: null };
    });
    return new VictimCluster(options.folder, await Promise.all(victims));
  }

  get size(): number {
    return this.#victims.length;
  }

  async startAll(): Promise<void> {
    for (const index of this.#victims.keys()) await this.start(index);
  }

  /** Resolves at once: it may be killed on its way up. */
  async start(index: number): Promise<void> {
    const victim = this.#victims[index] as Victim;
    const logFile = join(this.#folder, `worker-${index}-${randomUUID()}.log`);
    victim.process = await startSluice('connect-distributed', { args: [victim.propertiesFile], logFile });
  }

  /** Kill -9. */
  async kill(index: number): Promise<void> {
    await this.#victims[index]?.process?.kill('SIGKILL');
  }

  async killAll(): Promise<void> {
    await Promise.all([...this.#victims.keys()].map((index) => this.kill(index)));
  }

  /** Ends all in order; resolves to how they ended. */
  async stopAll(): Promise<string[]> {
    const running = this.#victims.flatMap(({ process }) => process ?? []);
    for (const victim of running) await victim.kill('SIGTERM');
    return Promise.all(running.map(({ exited }) => exited));
  }

  /** Has a connector created, by whichever worker answers. */
  async create(name: string, config: Properties): Promise<void> {
    const body = JSON.stringify({ name, config });
    const headers = { 'content-type': 'application/json' };
    await this.#untilAnswered(`${name} to be created`, async (url) => {
      const response = await fetch(`${url}/connectors`, { method: 'POST', headers, body });
      return response.status === 201 || response.status === 409;
    });
  }

  /** Restarts what has failed, as somebody who looks after the cluster would. Resolves to how much that was. */
  async lookAfter(...names: readonly string[]): Promise<number> {
    let failed = 0;
    for (const name of names) {
      for (const { url } of this.#victims) {
        const status = await fetch(`${url}/connectors/${name}/status`).then(
          (response) => response.text(),
          () => '',
        );
        if (!status.includes('"FAILED"')) continue;
        failed += status.split('"FAILED"').length - 1;
        const restart = `${url}/connectors/${name}/restart?includeTasks=true&onlyFailed=true`;
        await fetch(restart, { method: 'POST' }).catch(() => undefined);
        break;
      }
    }
    return failed;
  }

  async #untilAnswered(what: string, ask: (url: string) => Promise<boolean>): Promise<void> {
    await waitFor(
      what,
      async () => {
        for (const { url } of this.#victims) if (await ask(url).catch(() => false)) return true;
        return undefined;
      },
      { timeoutMs: askTimeoutMs, intervalMs: 500 },
    );
  }
}

function clusterProperties({ bootstrapServers, exactlyOnce }: VictimClusterOptions): Properties {
  const converter = 'org.apache.kafka.connect.storage.StringConverter';
  return {
    ...newClusterProperties(bootstrapServers),
    'config.storage.replication.factor': '3',
    'status.storage.replication.factor': '3',
    'offset.storage.replication.factor': '3',
    'offset.storage.partitions': '3',
    'key.converter': converter,
    'value.converter': converter,
    'offset.flush.interval.ms': '500',
    'exactly.once.source.support': exactlyOnce,
    'session.timeout.ms': '6000',
    'heartbeat.interval.ms': '1000',
    'rebalance.timeout.ms': '20000',
    'scheduled.rebalance.max.delay.ms': '2000',
    'consumer.session.timeout.ms': '6000',
    'consumer.heartbeat.interval.ms': '1000',
  };
}
