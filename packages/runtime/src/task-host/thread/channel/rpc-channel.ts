import { describeError, reviveError, type RemoteError } from './remote-error.ts';

/** The end of a channel between two threads, as `worker_threads` has it. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** What the other side may call. Arguments and results are structured-cloned. */
export type Handlers = Readonly<Record<string, (...args: never[]) => unknown>>;

type Message =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly type: 'tell'; readonly method: string; readonly args: readonly unknown[] }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: RemoteError };

/** Calls in both directions between two threads. An error arrives as a ConnectError that says the same. */
export class RpcChannel {
  readonly #port: Port;
  readonly #handlers: Handlers;
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>();
  #nextId = 1;
  #closedBecause: Error | null = null;

  constructor(port: Port, handlers: Handlers) {
    this.#port = port;
    this.#handlers = handlers;
    port.on('message', (message) => this.#receive(message as Message));
  }

  /** Calls a method of the other side. @throws ConnectError what it threw, or why the channel closed. */
  async call(method: string, ...args: readonly unknown[]): Promise<unknown> {
    if (this.#closedBecause !== null) throw this.#closedBecause;
    const id = this.#nextId++;
    const answer = Promise.withResolvers<unknown>();
    this.#pending.set(id, answer);
    this.#port.postMessage({ type: 'call', id, method, args } satisfies Message);
    return answer.promise;
  }

  /** Calls a method of the other side without waiting for an answer. */
  tell(method: string, ...args: readonly unknown[]): void {
    if (this.#closedBecause === null)
      this.#port.postMessage({ type: 'tell', method, args } satisfies Message);
  }

  /** The other side is given up: it is not heard any more, calls under way and to come fail with the reason. */
  close(reason: Error): void {
    this.#closedBecause = reason;
    for (const answer of this.#pending.values()) answer.reject(reason);
    this.#pending.clear();
  }

  #receive(message: Message): void {
    if (this.#closedBecause !== null) return;
    switch (message.type) {
      case 'tell':
        this.#handle(message.method, message.args);
        return;
      case 'call':
        void this.#answer(message);
        return;
      case 'answer':
        this.#take(message.id)?.resolve(message.result);
        return;
      case 'failure':
        this.#take(message.id)?.reject(reviveError(message.error));
    }
  }

  #take(id: number): PromiseWithResolvers<unknown> | undefined {
    const answer = this.#pending.get(id);
    this.#pending.delete(id);
    return answer;
  }

  async #answer({ id, method, args }: Extract<Message, { type: 'call' }>): Promise<void> {
    try {
      const result = await this.#handle(method, args);
      this.#port.postMessage({ type: 'answer', id, result } satisfies Message);
    } catch (error) {
      this.#port.postMessage({ type: 'failure', id, error: describeError(error) } satisfies Message);
    }
  }

  #handle(method: string, args: readonly unknown[]): unknown {
    const handler = this.#handlers[method] as ((...args: readonly unknown[]) => unknown) | undefined;
    if (handler === undefined) throw new Error(`There is no method ${method} on this side`);
    return handler(...args);
  }
}
