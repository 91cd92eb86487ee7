import { randomUUID } from 'node:crypto';
import type { Properties } from '../kafka/server-properties.ts';
import { waitFor } from '../process/wait-for.ts';

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

/** A process that is a worker. */
export interface WorkerHandle {
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  stop(): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

interface InstanceBody {
  readonly state: string;
  readonly worker_id: string;
  readonly trace?: string;
}

export interface StatusBody {
  readonly connector: InstanceBody;
  readonly tasks: readonly (InstanceBody & { readonly id: number })[];
}

/** A worker of a cluster, whoever made it, and what it says. */
export class ClusterWorker {
  readonly #worker: WorkerHandle;

  constructor(worker: WorkerHandle) {
    this.#worker = worker;
  }

  get workerId(): string {
    return new URL(this.#worker.url).host;
  }

  get url(): string {
    return this.#worker.url;
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get logFile(): string {
    return this.#worker.logFile;
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  kill(signal?: NodeJS.Signals): Promise<void> {
    return this.#worker.kill(signal);
  }

  /** @throws Error with status and body of an answer that is a failure. */
  async ask(request: string, body?: unknown): Promise<unknown> {
    const { status, text } = await this.answer(request, body);
    if (status >= 400) throw new Error(`${request}: ${status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  async answer(request: string, body?: unknown): Promise<{ readonly status: number; readonly text: string }> {
    const [method = '', path = ''] = request.split(' ');
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.#worker.url}${path}`, { method, headers, ...json });
    return { status: response.status, text: await response.text() };
  }

  async status(name: string): Promise<StatusBody> {
    return (await this.ask(`GET /connectors/${name}/status`)) as StatusBody;
  }

  /** What runs of all connectors on which worker, as this one knows: names of connectors, and tasks as `connector-number`. */
  async runningByWorker(): Promise<ReadonlyMap<string, readonly string[]>> {
    const expanded = (await this.ask('GET /connectors?expand=status')) as Record<
      string,
      { readonly status: StatusBody }
    >;
    const byWorker = new Map<string, string[]>();
    const add = ({ state, worker_id: workerId }: InstanceBody, item: string): void => {
      if (state === 'RUNNING') byWorker.set(workerId, [...(byWorker.get(workerId) ?? []), item].sort());
    };
    for (const [name, { status }] of Object.entries(expanded)) {
      add(status.connector, name);
      for (const task of status.tasks) add(task, `${name}-${task.id}`);
    }
    return byWorker;
  }

  /** Names of connectors, and tasks as `connector-number`, that run on this worker as it knows. */
  async running(): Promise<string[]> {
    return [...((await this.runningByWorker()).get(this.workerId) ?? [])];
  }

  /** Until the connector and all of so many tasks are in these states. */
  async untilIs(name: string, states: readonly string[]): Promise<void> {
    await waitFor(`${name} to be ${states.join()}`, async () => {
      const { connector, tasks } = await this.status(name);
      const seen = [connector, ...tasks].map(({ state }) => state).join();
      if (seen !== states.join()) throw new Error(seen);
      return true;
    });
  }
}
