import { Worker } from 'node:worker_threads';
import { ConnectError } from '@sluice/connect-api';
import { RpcChannel, type Handlers } from './rpc-channel.ts';
import type { ThreadData } from './thread-data.ts';

/** One thread that runs connectors and tasks, seen from the control thread. */
export class TaskThread {
  readonly channel: RpcChannel;
  /** Resolves when the thread has ended, to the error that ended it, if any. */
  readonly ended: Promise<Error | null>;
  readonly #worker: Worker;

  constructor(data: ThreadData, handlers: Handlers) {
    // The entry stands beside this file: as source in tests, compiled in what users start.
    const entry = import.meta.url.endsWith('.ts') ? './thread-entry.ts' : './thread-entry.js';
    this.#worker = new Worker(new URL(entry, import.meta.url), { workerData: data, name: 'sluice-tasks' });
    this.channel = new RpcChannel(this.#worker, handlers);
    this.ended = this.#untilEnded();
  }

  /** Ends the thread at once, whatever it is doing. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  async #untilEnded(): Promise<Error | null> {
    const { promise, resolve } = Promise.withResolvers<Error | null>();
    let failure: Error | null = null;
    this.#worker.once('error', (error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.once('exit', () => resolve(failure));
    const error = await promise;
    const why = error === null ? 'it was ended' : error.message;
    this.channel.close(
      new ConnectError(`The task thread is gone: ${why}`, { code: 'TASK_THREAD_LOST', cause: error }),
    );
    return error;
  }
}
