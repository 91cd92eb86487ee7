import { waitFor } from '@sluice/testing-services';

export interface TaskState {
  readonly id: number;
  readonly state: string;
  readonly trace?: string;
}

interface TaskWithHealth extends TaskState {
  readonly health?: {
    readonly progress?: { readonly state: string; readonly reason: string };
    readonly restart: { readonly phase: string };
  };
}

/** What a test asks of a worker over REST. */
export class ConnectorRest {
  readonly #url: string;

  /** @param url - address of the REST API, without a slash at the end. */
  constructor(url: string) {
    this.#url = url;
  }

  async putConfig(name: string, config: Readonly<Record<string, string>>): Promise<void> {
    await this.#call('PUT', `${name}/config`, JSON.stringify(config));
  }

  async restart(name: string): Promise<void> {
    await this.#call('POST', `${name}/restart?includeTasks=true`);
  }

  async tasks(name: string): Promise<readonly TaskState[]> {
    const response = await this.#call('GET', `${name}/status`);
    return ((await response.json()) as { readonly tasks: readonly TaskState[] }).tasks;
  }

  /** Waits for the first task to be in a state; resolves to its trace. */
  async untilTaskIs(name: string, state: string): Promise<string> {
    return waitFor(`task 0 of ${name} to be ${state}`, async () => {
      const [task] = await this.tasks(name);
      if (task?.state !== state) throw new Error(`it is ${JSON.stringify(task)}`);
      return task.trace ?? '';
    });
  }

  /** Waits for the first task that runs to be of this health; resolves to the reason. */
  untilHealthIs(name: string, state: string): Promise<string> {
    return waitFor(`task 0 of ${name} to be ${state}`, async () => {
      const { health } = await this.#firstTask(name);
      if (health?.progress?.state !== state) throw new Error(`it is ${JSON.stringify(health)}`);
      return health.progress.reason;
    });
  }

  /** Waits for the first task to be left alone after too many restarts. */
  async untilQuarantined(name: string): Promise<void> {
    await waitFor(`task 0 of ${name} to be quarantined`, async () => {
      const { health } = await this.#firstTask(name);
      if (health?.restart.phase !== 'quarantined') throw new Error(`it is ${JSON.stringify(health)}`);
      return true;
    });
  }

  async #firstTask(name: string): Promise<TaskWithHealth> {
    const response = await this.#call('GET', `${name}/tasks/0/status?expand=health`);
    return (await response.json()) as TaskWithHealth;
  }

  async #call(method: string, path: string, body: string | null = null): Promise<Response> {
    const url = `${this.#url}/connectors/${path}`;
    const headers = body === null ? {} : { 'content-type': 'application/json' };
    const response = await fetch(url, { method, headers, body });
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
    return response;
  }
}
