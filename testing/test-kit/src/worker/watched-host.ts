import type { TaskHost } from '@sluice/runtime';

/** A host that notes what did not end in time. */
export class WatchedHost implements TaskHost {
  /** The connectors and tasks that had to be abandoned. */
  readonly abandoned: string[] = [];
  readonly #host: TaskHost;

  constructor(host: TaskHost) {
    this.#host = host;
  }

  addConnector(...args: Parameters<TaskHost['addConnector']>): ReturnType<TaskHost['addConnector']> {
    const hosted = this.#host.addConnector(...args);
    const [{ name }] = args;
    return { ...hosted, shutdown: () => this.#noted(`the connector ${name}`, hosted.shutdown()) };
  }

  addTask(...args: Parameters<TaskHost['addTask']>): ReturnType<TaskHost['addTask']> {
    const hosted = this.#host.addTask(...args);
    const [{ id }] = args;
    return { ...hosted, stop: () => this.#noted(`task ${id.task} of ${id.connector}`, hosted.stop()) };
  }

  alterOffsets(...args: Parameters<TaskHost['alterOffsets']>): ReturnType<TaskHost['alterOffsets']> {
    return this.#host.alterOffsets(...args);
  }

  checkSystem(...args: Parameters<TaskHost['checkSystem']>): ReturnType<TaskHost['checkSystem']> {
    return this.#host.checkSystem(...args);
  }

  sample(): ReturnType<TaskHost['sample']> {
    return this.#host.sample();
  }

  close(): Promise<void> {
    return this.#host.close();
  }

  async #noted(what: string, ending: Promise<boolean>): Promise<boolean> {
    const ended = await ending;
    if (!ended) this.abandoned.push(what);
    return ended;
  }
}
