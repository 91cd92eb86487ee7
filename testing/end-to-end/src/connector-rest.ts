import { waitFor } from '@sluice/testing-services';

export interface TaskState {
  readonly id: number;
  readonly state: string;
  readonly trace?: string;
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

  async #call(method: string, path: string, body: string | null = null): Promise<Response> {
    const url = `${this.#url}/connectors/${path}`;
    const headers = body === null ? {} : { 'content-type': 'application/json' };
    const response = await fetch(url, { method, headers, body });
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
    return response;
  }
}
