import { Worker } from 'node:worker_threads';
import { RpcChannel, type Handlers } from './rpc-channel.ts';
import type { ThreadData } from './thread-data.ts';

export interface TaskThreadOptions {
  /** The module that the thread runs. */
  readonly entry: URL;
  readonly data: ThreadData;
  /** How much the JavaScript objects of the thread may take up; by default V8 decides. */
  readonly heapLimitMb?: number | undefined;
  /** What the thread may call. */
  readonly handlers: Handlers;
  /** The thread is gone; `error` says why. */
  readonly onEnd: (error: Error) => void;
}

/** One thread that runs connectors and tasks, seen from the control thread. */
export class TaskThread {
  readonly channel: RpcChannel;
  readonly #worker: Worker;

  constructor({ entry, data, heapLimitMb, handlers, onEnd }: TaskThreadOptions) {
    const resourceLimits = heapLimitMb === undefined ? {} : { maxOldGenerationSizeMb: heapLimitMb };
    this.#worker = new Worker(entry, { workerData: data, name: 'sluice-tasks', resourceLimits });
    this.channel = new RpcChannel(this.#worker, handlers);
    let failure: Error | null = null;
    this.#worker.once('error', (error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.once('exit', (exitCode) => {
      onEnd(failure ?? new Error(`something in it called process.exit(${exitCode})`));
    });
  }

  /** Ends the thread, whatever it is doing, unless that is in native code. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
