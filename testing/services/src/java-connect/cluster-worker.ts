import { randomUUID } from 'node:crypto';
import type { Properties } from '../kafka/server-properties.ts';
import { waitFor } from '../process/wait-for.ts';
import { startJavaConnect, type JavaConnectWorker } from './worker.ts';

/** Properties of the workers of a cluster of its own. */
export function newClusterProperties(bootstrapServers: string, more: Properties = {}): Properties {
  const name = `cluster-${randomUUID().slice(0, 8)}`;
  return {
    'bootstrap.servers': bootstrapServers,
    'group.id': name,
    'config.storage.topic': `${name}-configs`,
    'status.storage.topic': `${name}-status`,
    'offset.storage.topic': `${name}-offsets`,
    'offset.storage.partitions': '1',
    ...more,
  };
}

interface Status {
  readonly connector: { readonly state: string; readonly worker_id: string };
  readonly tasks: readonly { readonly id: number; readonly state: string; readonly worker_id: string }[];
}

/** A Java worker of a cluster, and what it says. */
export class JavaClusterWorker {
  readonly #worker: JavaConnectWorker;

  private constructor(worker: JavaConnectWorker) {
    this.#worker = worker;
  }

  static async start(properties: Properties): Promise<JavaClusterWorker> {
    const bootstrapServers = properties['bootstrap.servers'] ?? '';
    return new JavaClusterWorker(
      await startJavaConnect({ mode: 'distributed', bootstrapServers, properties }),
    );
  }

  get workerId(): string {
    return new URL(this.#worker.url).host;
  }

  get logFile(): string {
    return this.#worker.logFile;
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  kill(): Promise<void> {
    return this.#worker.kill();
  }

  async ask(request: string, body?: unknown): Promise<unknown> {
    const [method = '', path = ''] = request.split(' ');
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.#worker.url}${path}`, { method, headers, ...json });
    const text = await response.text();
    if (!response.ok) throw new Error(`${request}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** Names of connectors, and tasks as `connector-number`, that run on this worker as it knows. */
  async running(): Promise<string[]> {
    const names = (await this.ask('GET /connectors')) as string[];
    const statuses = await Promise.all(
      names.map(
        async (name) => [name, (await this.ask(`GET /connectors/${name}/status`)) as Status] as const,
      ),
    );
    const runs = (one: Status['connector']): boolean =>
      one.state === 'RUNNING' && one.worker_id === this.workerId;
    return statuses
      .flatMap(([name, { connector, tasks }]) => [
        ...(runs(connector) ? [name] : []),
        ...tasks.filter(runs).map(({ id }) => `${name}-${id}`),
      ])
      .sort();
  }

  /** Until the connector and all of so many tasks are in these states. */
  async untilIs(name: string, states: readonly string[]): Promise<void> {
    await waitFor(`${name} to be ${states.join()}`, async () => {
      const { connector, tasks } = (await this.ask(`GET /connectors/${name}/status`)) as Status;
      const seen = [connector, ...tasks].map(({ state }) => state).join();
      if (seen !== states.join()) throw new Error(seen);
      return true;
    });
  }
}
