import { MessageSplitter, produceApi } from '@sluice/kafka-protocol';
import type { Socket } from 'node:net';
import type { BrokerLog } from '../broker.ts';
import type { Endpoint } from '../requests/api-handler.ts';
import type { SaslSession } from '../sasl/sasl-session.ts';
import type { Dispatch, RequestOrigin } from '../requests/dispatch.ts';

const maxRequestBytes = 100 * 1024 * 1024;
// A client that sends on and on without reading its answers is no longer read from.
const maxUnansweredBytes = 16 * 1024 * 1024;

export interface ConnectionOptions {
  readonly dispatch: Dispatch;
  readonly endpoint: Endpoint;
  readonly sasl: SaslSession | null;
  readonly log: BrokerLog;
}

/**
 * One client. Requests are answered in the order they came, and each waits for the one before it,
 * but for produce requests: what one appends, the next may follow at once.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #origin: RequestOrigin;
  readonly #splitter = new MessageSplitter(maxRequestBytes);
  readonly #disconnectActions = new Set<() => void>();
  #waiting: Buffer[] = [];
  #unansweredBytes = 0;
  #underWay = 0;
  #onlyProducing = true;
  #answered: Promise<void> = Promise.resolve();

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#origin = {
      clientHost: `/${socket.remoteAddress ?? ''}`,
      endpoint: options.endpoint,
      sasl: options.sasl,
      onDisconnect: (action) => {
        this.#disconnectActions.add(action);
        return { forget: () => void this.#disconnectActions.delete(action) };
      },
    };
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('drain', () => this.#startWaiting());
    // Clients come and go; that a connection breaks is no trouble of the broker's.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#disconnected());
  }

  /** Resolves when nothing of this client is under way any more. */
  async close(): Promise<void> {
    this.#socket.destroy();
    this.#disconnected();
    await this.#answered;
  }

  #receive(chunk: Buffer): void {
    try {
      for (const request of this.#splitter.push(chunk)) {
        this.#waiting.push(request);
        this.#unansweredBytes += request.length;
      }
      if (this.#unansweredBytes > maxUnansweredBytes) this.#socket.pause();
      this.#startWaiting();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #startWaiting(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || this.#socket.destroyed || this.#socket.writableNeedDrain) return;
      const produces = next.length >= 2 && next.readInt16BE(0) === produceApi.key;
      if (this.#underWay > 0 && !(produces && this.#onlyProducing)) return;
      this.#waiting.shift();
      this.#onlyProducing = produces;
      this.#start(next);
    }
  }

  #start(request: Buffer): void {
    this.#underWay += 1;
    const answer = this.#dispatch(request);
    this.#answered = this.#answered.then(async () => {
      const parts = await answer;
      this.#underWay -= 1;
      this.#unansweredBytes -= request.length;
      if (parts !== null && !this.#socket.destroyed) this.#send(parts);
      if (this.#unansweredBytes <= maxUnansweredBytes) this.#socket.resume();
      this.#startWaiting();
    });
  }

  /** Never rejects: a request that cannot be answered ends the connection. */
  async #dispatch(request: Buffer): Promise<Buffer[] | null> {
    try {
      return await this.#options.dispatch(request, this.#origin);
    } catch (error) {
      this.#giveUp(error);
      return null;
    }
  }

  #send(parts: readonly Buffer[]): void {
    this.#socket.cork();
    for (const part of parts) this.#socket.write(part);
    this.#socket.uncork();
  }

  #giveUp(error: unknown): void {
    if (this.#socket.destroyed) return;
    this.#options.log.warn(
      { client: this.#origin.clientHost, reason: String(error) },
      'a connection is closed because a request on it could not be answered',
    );
    this.#socket.destroy();
  }

  #disconnected(): void {
    this.#waiting = [];
    for (const action of [...this.#disconnectActions]) action();
    this.#disconnectActions.clear();
  }
}
