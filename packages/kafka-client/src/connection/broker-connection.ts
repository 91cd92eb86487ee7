import type { Socket } from 'node:net';
import {
  decodeResponse,
  encodeRequestParts,
  MessageSplitter,
  type RequestApi,
  type ResponseApi,
} from '@sluice/kafka-protocol';
import { KafkaError } from '../errors/kafka-error.ts';
import { describeSocketError } from './connection-error.ts';
import type { ConnectionSettings } from './connection-options.ts';
import { PendingRequests, type PendingRequest } from './pending-requests.ts';

/** An API as a client uses it. */
export type ClientApi<In, Out> = RequestApi<In> & ResponseApi<Out, never>;

/** How one request is sent. */
export interface RequestOptions {
  readonly version: number;
  readonly timeoutMs: number;
}

// Above the size that the first bytes of a TLS alert or of "HTTP" seem to announce to who expects Kafka.
const maxResponseBytes = 256 * 1024 * 1024;

/** Requests and responses over one connected socket: many may be under way, responses come in order. */
export class BrokerConnection {
  /** `host:port` */
  readonly broker: string;
  readonly #socket: Socket;
  readonly #settings: ConnectionSettings;
  readonly #pending: PendingRequests;
  readonly #splitter = new MessageSplitter(maxResponseBytes);
  #nextCorrelationId = 0;
  #lastUsedMs = performance.now();
  #isOpen = true;
  /** Called once, when the connection has ended for whatever reason. */
  onClosed: () => void = () => undefined;

  constructor(socket: Socket, broker: string, settings: ConnectionSettings) {
    this.broker = broker;
    this.#socket = socket;
    this.#settings = settings;
    this.#pending = new PendingRequests((late) => this.#timedOut(late));
    socket
      .on('data', (chunk: Buffer) => this.#receive(chunk))
      .on('error', (error) => this.#end(describeSocketError(error), error))
      .on('close', () => this.#end('the connection was closed'));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Requests that are not answered yet. */
  get inFlight(): number {
    return this.#pending.size;
  }

  get isIdle(): boolean {
    const maxIdleMs = this.#settings['connections.max.idle.ms'];
    return maxIdleMs >= 0 && this.inFlight === 0 && performance.now() - this.#lastUsedMs > maxIdleMs;
  }

  /** Rejects with a KafkaError when the connection ends before the response, or the response is malformed. */
  request<In, Out>(api: ClientApi<In, Out>, body: In, { version, timeoutMs }: RequestOptions): Promise<Out> {
    return new Promise((resolve, reject) => {
      const correlationId = this.#write(api, version, body);
      this.#pending.push({
        apiName: api.name,
        correlationId,
        deadlineMs: performance.now() + timeoutMs,
        complete: (message) => resolve(decodeResponse(api, version, message).body),
        fail: reject,
      });
    });
  }

  /** Sends a request that no response comes to; resolves when it has left, rejects when it cannot. */
  post<In>(api: ClientApi<In, unknown>, body: In, version: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#write(api, version, body);
      // Comes back after all that was written before.
      this.#socket.write('', (error) => {
        if (error) reject(this.#closedError(describeSocketError(error), error));
        else resolve();
      });
    });
  }

  close(): void {
    this.#end('the client closed the connection');
  }

  #write<In>(api: ClientApi<In, unknown>, version: number, body: In): number {
    if (!this.#isOpen) throw this.#closedError('the connection was closed', undefined);
    const correlationId = this.#nextCorrelationId;
    const clientId = this.#settings['client.id'];
    const parts = encodeRequestParts(api, { version, correlationId, clientId, body });
    this.#nextCorrelationId = (correlationId + 1) & 0x7fff_ffff;
    this.#lastUsedMs = performance.now();
    // Corked writes leave together, by one writev.
    this.#socket.cork();
    for (const part of parts) this.#socket.write(part);
    this.#socket.uncork();
    return correlationId;
  }

  #receive(chunk: Buffer): void {
    try {
      for (const message of this.#splitter.push(chunk)) {
        if (this.#isOpen) this.#complete(message);
      }
    } catch (error) {
      this.#end(describeGarbage(error, chunk), error);
    }
  }

  #complete(message: Buffer): void {
    const request = this.#pending.shift();
    if (request === undefined) throw new Error('a response that nobody asked for');
    const correlationId = message.length < 4 ? -1 : message.readInt32BE(0);
    try {
      if (correlationId !== request.correlationId) {
        throw new Error(`a response with number ${correlationId} to request ${request.correlationId}`);
      }
      request.complete(message);
    } catch (error) {
      const reason = `malformed response to ${request.apiName}: ${messageOf(error)}`;
      request.fail(this.#closedError(reason, error));
      throw error;
    }
    this.#lastUsedMs = performance.now();
  }

  #timedOut(late: PendingRequest): void {
    const reason = `no response to ${late.apiName} in time`;
    const cause = new KafkaError('REQUEST_TIMED_OUT', reason, { broker: this.broker });
    this.#end(reason, cause);
  }

  #end(reason: string, cause?: unknown): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.destroy();
    this.#pending.failAll(() => this.#closedError(reason, cause));
    this.onClosed();
  }

  #closedError(reason: string, cause: unknown): KafkaError {
    const code = cause instanceof KafkaError ? cause.code : 'NETWORK_EXCEPTION';
    const place = { broker: this.broker, ...(cause === undefined ? {} : { cause }) };
    return new KafkaError(code, `Kafka at ${this.broker}: ${reason}`, place);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeGarbage(error: unknown, chunk: Buffer): string {
  const start = chunk.toString('latin1', 0, 4);
  if (start === 'HTTP') return 'it answers in HTTP, not in the Kafka protocol; check the port';
  if (chunk[0] === 0x15 && chunk[1] === 0x03)
    return 'it answers in TLS; set security.protocol or use a plaintext port';
  return `it sent what is no Kafka response: ${messageOf(error)}`;
}
