import { request as httpRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { authorizationOf, tlsOptions, type AccessConfig } from '../access/http-access.ts';

export interface ReadOptions {
  readonly accept: string;
  readonly timeoutMs: number;
  /** Of what is unpacked. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface HttpText {
  readonly body: string;
  readonly contentType: string;
}

/** Reads texts over HTTP, with bounds for time and size. */
export class HttpReader {
  readonly #agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly #authorization: Readonly<Record<string, string>>;

  /** @throws ConfigError when a file of certificates cannot be read. */
  constructor(settings: AccessConfig) {
    this.#agents = {
      http: new HttpAgent({ keepAlive: true }),
      https: new HttpsAgent({ keepAlive: true, ...tlsOptions(settings) }),
    };
    this.#authorization = authorizationOf(settings);
  }

  /** @throws Error saying what is wrong with the answer, or that there was none in time. */
  async read(url: string, options: ReadOptions): Promise<HttpText> {
    const late = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([late, options.signal]);
    try {
      const response = await this.#ask(url, options.accept, signal);
      const body = await textOf(response, options.maxBytes, signal);
      return { body, contentType: response.headers['content-type'] ?? '' };
    } catch (error) {
      if (late.aborted) throw new Error(`no answer within ${options.timeoutMs} ms`, { cause: error });
      throw error;
    }
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #ask(url: string, accept: string, signal: AbortSignal): Promise<IncomingMessage> {
    const isSecure = url.startsWith('https:');
    const headers = { accept, 'accept-encoding': 'gzip', 'user-agent': 'sluice', ...this.#authorization };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const asked = isSecure
      ? httpsRequest(url, { agent: this.#agents.https, headers, signal })
      : httpRequest(url, { agent: this.#agents.http, headers, signal });
    asked.on('response', resolve).on('error', reject).end();
    return promise;
  }
}

async function textOf(response: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<string> {
  if (response.statusCode !== 200) {
    response.resume();
    throw new Error(`the answer has the status ${response.statusCode}`);
  }
  const isPacked = response.headers['content-encoding'] === 'gzip';
  const stream: Readable = isPacked ? response.pipe(createGunzip()) : response;
  if (isPacked) response.on('error', (error) => stream.destroy(error));
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.destroy();
      throw new Error(`the answer is larger than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
    signal.throwIfAborted();
  }
  return Buffer.concat(chunks).toString('utf8');
}
