import {
  Agent as PlainAgent,
  request as requestPlain,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as TlsAgent, request as requestTls, type RequestOptions } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ConnectionLostError } from '@sluice/connect-api';
import type { ConnectionSettings } from '../config/settings.ts';
import { authorizationOf } from './authorization.ts';
import { proxyEnvironment } from './proxy-environment.ts';
import { ServerPool, type Server } from './server-pool.ts';
import { readTlsOptions, type TlsOptions } from './tls-files.ts';

/** A request as the API of the servers describes it. */
export interface SearchRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** With the query. */
  readonly path: string;
  readonly body?: string;
  /** Of the body; JSON by default. */
  readonly contentType?: string;
}

export interface SearchAnswer {
  readonly status: number;
  readonly body: string;
  /** Who answered, for messages. */
  readonly server: string;
}

const compress = promisify(gzip);
// Text of JSON shrinks nearly as much at the fastest level.
const compression = { level: 1 };

/** Talks HTTP with the servers, over connections that are kept. */
export class SearchClient {
  readonly #settings: ConnectionSettings;
  readonly #pool: ServerPool;
  readonly #agents: { readonly plain: PlainAgent; readonly tls: TlsAgent };
  readonly #authorization: string | null;
  readonly #underWay = new Set<ClientRequest>();

  private constructor(settings: ConnectionSettings, tls: TlsOptions) {
    const { maxIdleMs, proxy } = settings;
    const options = {
      keepAlive: true,
      ...(maxIdleMs === 0 ? {} : { timeout: maxIdleMs }),
      ...(proxy === null ? {} : { proxyEnv: proxyEnvironment(proxy) }),
    };
    this.#settings = settings;
    this.#pool = new ServerPool(settings.urls);
    this.#agents = { plain: new PlainAgent(options), tls: new TlsAgent({ ...options, ...tls }) };
    this.#authorization = authorizationOf(settings);
  }

  /** @throws ConfigError when files of TLS cannot be used. */
  static async open(settings: ConnectionSettings): Promise<SearchClient> {
    return new SearchClient(settings, await readTlsOptions(settings.tls));
  }

  /**
   * Asks one of the servers.
   * @throws ConnectionLostError when there is no whole answer: whether the request was carried out is not known.
   */
  async send(request: SearchRequest): Promise<SearchAnswer> {
    const body = request.body === undefined ? null : await this.#encode(request.body);
    const server = this.#pool.take();
    try {
      const answer = await this.#exchange(server, request, body);
      this.#pool.succeeded(server);
      return answer;
    } catch (cause) {
      this.#pool.failed(server);
      throw connectionLost(server, cause);
    }
  }

  /** Ends connections, also those in use. */
  close(): void {
    for (const request of this.#underWay) request.destroy(new Error('the task was stopped'));
    this.#agents.plain.destroy();
    this.#agents.tls.destroy();
  }

  async #encode(body: string): Promise<Buffer> {
    const bytes = Buffer.from(body, 'utf8');
    return this.#settings.compresses ? compress(bytes, compression) : bytes;
  }

  async #exchange(server: Server, { method, path, contentType }: SearchRequest, body: Buffer | null) {
    const request = this.#open(server, {
      method,
      path: server.url.pathname.replace(/\/$/, '') + path,
      headers: {
        ...this.#authorizationFor(server),
        ...(body === null ? {} : this.#bodyHeaders(body, contentType)),
      },
    });
    this.#underWay.add(request);
    try {
      const response = await this.#responseTo(request, body);
      const bytes = await buffer(response);
      return { status: response.statusCode ?? 0, body: bytes.toString('utf8'), server: server.name };
    } finally {
      this.#underWay.delete(request);
    }
  }

  #open({ url }: Server, options: RequestOptions): ClientRequest {
    const target = { hostname: url.hostname.replace(/^\[|\]$/g, ''), port: url.port, ...options };
    return url.protocol === 'https:'
      ? requestTls({ ...target, agent: this.#agents.tls })
      : requestPlain({ ...target, agent: this.#agents.plain });
  }

  #authorizationFor({ authorization }: Server): Record<string, string> {
    const value = this.#authorization ?? authorization;
    return value === null ? {} : { authorization: value };
  }

  #bodyHeaders(body: Buffer, contentType = 'application/json'): Record<string, string | number> {
    return {
      'content-type': contentType,
      'content-length': body.length,
      ...(this.#settings.compresses ? { 'content-encoding': 'gzip' } : {}),
    };
  }

  #responseTo(request: ClientRequest, body: Buffer | null): Promise<IncomingMessage> {
    const { connectTimeoutMs, readTimeoutMs } = this.#settings;
    return new Promise((resolve, reject) => {
      request.once('response', (response) => {
        // A server that refuses a body need not read it to its end: what it answered counts.
        request.removeListener('error', reject).on('error', () => response.destroy());
        resolve(response);
      });
      request.on('error', reject);
      request.setTimeout(readTimeoutMs, () =>
        request.destroy(new Error(`no answer within ${readTimeoutMs} ms (read.timeout.ms)`)),
      );
      if (connectTimeoutMs > 0) limitConnecting(request, connectTimeoutMs);
      request.end(body ?? undefined);
    });
  }
}

function limitConnecting(request: ClientRequest, timeoutMs: number): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(
      () => request.destroy(new Error(`no connection within ${timeoutMs} ms (connection.timeout.ms)`)),
      timeoutMs,
    );
    socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  });
}

function connectionLost(server: Server, cause: unknown): ConnectionLostError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConnectionLostError(`The connection to ${server.name} failed: ${reason}`, {
    code: 'CONNECTION_LOST',
    cause,
  });
}
