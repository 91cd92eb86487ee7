import type { Socket } from 'node:net';
import {
  decodeResponse,
  encodeRequestParts,
  MessageSplitter,
  type RequestApi,
  type ResponseApi,
} from '@sluice/kafka-protocol';
import { KafkaError } from '../errors/kafka-error.ts';
import { describeSocketError, tlsRefusal } from './connection-error.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { PendingRequests, type PendingRequest } from './pending-requests.ts';
import { describeTlsError } from './tls/describe-tls-error.ts';

/** An API as a client uses it. */
export type ClientApi<In, Out> = RequestApi<In> & ResponseApi<Out, never>;

/** How one request is sent. */
export interface RequestOptions {
  readonly version: number;
  readonly timeoutMs: number;
  /** Whether it belongs to a login, for which other requests are held. */
  readonly isLogin?: boolean;
}

// Above the size that the first bytes of a TLS alert or of "HTTP" seem to announce to who expects Kafka.
const maxResponseBytes = 256 * 1024 * 1024;

/** Requests and responses over one connected socket: many may be under way, responses come in order. */
export class BrokerConnection {
  /** `host:port` */
  readonly broker: string;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #pending: PendingRequests;
  readonly #splitter = new MessageSplitter(maxResponseBytes);
  #nextCorrelationId = 0;
  #lastUsedMs = performance.now();
  #isOpen = true;
  /** What waits until a login is renewed; `null` when nothing has to wait. */
  #held: (() => void)[] | null = null;
  #responses = 0;
  #onEnd: () => void = () => undefined;
  /** Called once, when the connection has ended for whatever reason. */
  onClosed: () => void = () => undefined;

  constructor(socket: Socket, broker: string, options: ConnectionOptions) {
    this.broker = broker;
    this.#socket = socket;
    this.#options = options;
    options.metrics.add('connection-creation-total');
    options.metrics.add('connection-count');
    this.#pending = new PendingRequests((late) => this.#timedOut(late));
    socket
      .on('data', (chunk: Buffer) => this.#receive(chunk))
      .on('error', (error) => this.#socketFailed(error))
      .on('close', () => this.#end(this.#describeClose()));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Requests that are not answered yet. */
  get inFlight(): number {
    return this.#pending.size;
  }

  get isIdle(): boolean {
    return this.idleInMs < 0;
  }

  /** When it counts as idle, if nothing more is sent; `Infinity` where it never does. */
  get idleInMs(): number {
    const maxIdleMs = this.#options.settings['connections.max.idle.ms'];
    if (maxIdleMs < 0) return Number.POSITIVE_INFINITY;
    return this.inFlight > 0 ? maxIdleMs : maxIdleMs - (performance.now() - this.#lastUsedMs);
  }

  /** Rejects with a KafkaError when the connection ends before the response, or the response is malformed. */
  request<In, Out>(api: ClientApi<In, Out>, body: In, options: RequestOptions): Promise<Out> {
    const { version, timeoutMs, isLogin = false } = options;
    if (!isLogin && this.#held !== null) return this.#later(() => this.request(api, body, options));
    return new Promise((resolve, reject) => {
      const correlationId = this.#write(api, version, body);
      const nowMs = performance.now();
      // A login comes between requests of which the broker may answer one late, such as a join.
      const sinceMs = isLogin ? this.#pending.lastDeadlineMs(nowMs) : nowMs;
      this.#pending.push({
        apiName: api.name,
        correlationId,
        deadlineMs: sinceMs + timeoutMs,
        complete: (message) => resolve(decodeResponse(api, version, message).body),
        fail: reject,
      });
    });
  }

  /** Sends a request that no response comes to; resolves when it has left, rejects when it cannot. */
  post<In>(api: ClientApi<In, unknown>, body: In, version: number): Promise<void> {
    if (this.#held !== null) return this.#later(() => this.post(api, body, version));
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

  /** Ends the connection because of what the caller found; everything under way fails with it. */
  fail(reason: string, cause: unknown): void {
    this.#end(reason, cause);
  }

  /** Keeps back all requests that do not belong to a login, until `release` or the end. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const resume of held) resume();
  }

  /** Has this called when the connection ends; replaces what was given before. */
  onEnd(callback: () => void): void {
    this.#onEnd = callback;
  }

  /** Sends within `release`, so that nothing gets in ahead. */
  #later<T>(send: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => this.#held?.push(() => void send().then(resolve, reject)));
  }

  #write<In>(api: ClientApi<In, unknown>, version: number, body: In): number {
    if (!this.#isOpen) throw this.#closedError('the connection was closed', undefined);
    const correlationId = this.#nextCorrelationId;
    const clientId = this.#options.settings['client.id'];
    const parts = encodeRequestParts(api, { version, correlationId, clientId, body });
    this.#nextCorrelationId = (correlationId + 1) & 0x7fff_ffff;
    this.#lastUsedMs = performance.now();
    // Corked writes leave together, by one writev.
    this.#socket.cork();
    let bytes = 0;
    for (const part of parts) {
      bytes += part.length;
      this.#socket.write(part);
    }
    this.#socket.uncork();
    const { metrics } = this.#options;
    metrics.add('request-total');
    metrics.add('outgoing-byte-total', bytes);
    metrics.add('network-io-total');
    return correlationId;
  }

  #receive(chunk: Buffer): void {
    const { metrics } = this.#options;
    metrics.add('incoming-byte-total', chunk.length);
    metrics.add('network-io-total');
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
    this.#responses += 1;
    this.#options.metrics.add('response-total');
  }

  #timedOut(late: PendingRequest): void {
    const reason = `no response to ${late.apiName} in time`;
    const cause = new KafkaError('REQUEST_TIMED_OUT', reason, { broker: this.broker });
    this.#end(reason, cause);
  }

  #end(reason: string, cause?: unknown): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#options.metrics.add('connection-close-total');
    this.#options.metrics.add('connection-count', -1);
    this.#socket.destroy();
    this.#pending.failAll(() => this.#closedError(reason, cause));
    // What was held finds the connection closed.
    this.release();
    this.#onEnd();
    this.onClosed();
  }

  /** With TLS 1.3 a broker refuses a client's certificate only after the handshake. */
  #socketFailed(error: Error): void {
    const refusal = this.#options.security.tls === null ? null : describeTlsError(error);
    if (refusal === null) return this.#end(describeSocketError(error), error);
    this.#end(refusal.reason, tlsRefusal(this.broker, refusal.reason, error));
  }

  /** A broker that expects another protocol hangs up at the first or, when it expects a login, the second request. */
  #describeClose(): string {
    const { protocol, sasl } = this.#options.security;
    if (this.#responses > 1 || this.#pending.size === 0 || sasl !== null) return 'the connection was closed';
    return `the connection was closed; does this listener speak ${protocol}? Check security.protocol and the port`;
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
