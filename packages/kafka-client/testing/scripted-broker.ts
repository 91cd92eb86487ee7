import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  apis,
  apiVersionsApi,
  decodeRequestHeader,
  encodeResponse,
  MessageSplitter,
  type AnyApi,
  type RequestHeader,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';

/** A body to answer with, raw bytes to send as they are, nothing at all, or the end of the connection. */
export type Reply<A extends AnyApi> = ResponseInputOf<A> | Buffer | 'silence' | 'disconnect';
export type Handler<A extends AnyApi> = (
  request: RequestOf<A>,
  version: number,
) => Reply<A> | Promise<Reply<A>>;

export interface ReceivedRequest {
  readonly api: AnyApi;
  readonly version: number;
  readonly body: unknown;
}

type AnyHandler = (request: unknown, version: number) => unknown;

/** A broker that answers what a test tells it to; ApiVersions it answers by itself. */
export class ScriptedBroker {
  readonly #server: Server;
  readonly #handlers = new Map<AnyApi, AnyHandler>();
  readonly #once = new Map<AnyApi, AnyHandler[]>();
  readonly #limits = new Map<AnyApi, number | null>();
  readonly #damages = new Map<AnyApi, (frame: Buffer) => Buffer>();
  readonly #sockets = new Set<Socket>();
  readonly received: ReceivedRequest[] = [];
  #port = 0;
  connectionCount = 0;
  /** Sends what a test makes of a response in its place; absent, the response itself. */
  distort: ((socket: Socket, response: Buffer) => void) | null = null;

  static async start(port = 0): Promise<ScriptedBroker> {
    const broker = new ScriptedBroker();
    broker.#server.listen(port, '127.0.0.1');
    await once(broker.#server, 'listening');
    broker.#port = (broker.#server.address() as AddressInfo).port;
    return broker;
  }

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
    this.on(apiVersionsApi, () => ({
      errorCode: 0,
      apiKeys: apis
        .filter((api) => this.#limits.get(api) !== null)
        .map((api) => ({
          apiKey: api.key,
          minVersion: api.minVersion,
          maxVersion: this.#limits.get(api) ?? api.maxVersion,
        })),
    }));
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get openConnections(): number {
    return this.#sockets.size;
  }

  on<A extends AnyApi>(api: A, handler: Handler<A>): this {
    this.#handlers.set(api, handler as AnyHandler);
    return this;
  }

  /** For one request, ahead of what `on` says; several stand in line. */
  once<A extends AnyApi>(api: A, handler: Handler<A>): this {
    this.#once.set(api, [...(this.#once.get(api) ?? []), handler as AnyHandler]);
    return this;
  }

  /** Has the broker speak an API only up to a version, or not at all (`null`). */
  limit(api: AnyApi, maxVersion: number | null): this {
    this.#limits.set(api, maxVersion);
    return this;
  }

  /** Changes the bytes of answers, size prefix included, before they are sent. */
  damage(api: AnyApi, change: (frame: Buffer) => Buffer): this {
    this.#damages.set(api, change);
    return this;
  }

  requestsOf<A extends AnyApi>(api: A): RequestOf<A>[] {
    return this.received.filter((request) => request.api === api).map(({ body }) => body as RequestOf<A>);
  }

  disconnectAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.disconnectAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    const splitter = new MessageSplitter(100_000_000);
    let answered = Promise.resolve();
    this.connectionCount += 1;
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk) => {
      for (const message of splitter.push(Buffer.from(chunk))) {
        answered = answered.then(() => this.#answer(socket, message));
      }
    });
  }

  async #answer(socket: Socket, message: Buffer): Promise<void> {
    const header = decodeRequestHeader(message);
    const { api, apiVersion: version } = header;
    if (api === undefined) throw new Error(`request of unknown API ${header.apiKey}`);
    const body = (api.request.read as (...args: unknown[]) => unknown)(header.reader, version);
    this.received.push({ api, version, body });
    const handler = this.#once.get(api)?.shift() ?? this.#handlers.get(api);
    if (handler === undefined) throw new Error(`the test does not say how to answer ${api.name}`);
    const reply = await handler(body, version);
    send(socket, { header, api, reply, change: this.#damages.get(api), distort: this.distort });
  }
}

interface Sending {
  readonly header: RequestHeader;
  readonly api: AnyApi;
  readonly reply: unknown;
  readonly change: ((frame: Buffer) => Buffer) | undefined;
  readonly distort: ScriptedBroker['distort'];
}

function send(socket: Socket, { header, api, reply, change, distort }: Sending): void {
  if (reply === 'silence' || socket.destroyed) return;
  if (reply === 'disconnect') {
    socket.destroy();
  } else if (Buffer.isBuffer(reply)) {
    socket.write(reply);
  } else {
    const frame = { version: header.apiVersion, correlationId: header.correlationId, body: reply as never };
    const bytes = Buffer.concat(encodeResponse(api, frame));
    const changed = change === undefined ? bytes : change(bytes);
    if (distort === null) socket.write(changed);
    else distort(socket, changed);
  }
}
