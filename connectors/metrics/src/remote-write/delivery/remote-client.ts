import { request as httpRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { authorizationOf, tlsOptions } from '../../access/http-access.ts';
import type { RemoteWriteConfig } from '../remote-write-config.ts';

const maxMessageBytes = 500;

export interface RemoteAnswer {
  readonly status: number;
  /** The beginning of what it says, on one line. */
  readonly message: string;
  /** How long it wants to be left alone; 0 where it does not say. */
  readonly retryAfterMs: number;
}

type Compress = (message: Buffer) => Promise<Buffer>;

/** Sends messages of remote write. */
export class RemoteClient {
  readonly #config: RemoteWriteConfig;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #compress: Compress;

  private constructor(config: RemoteWriteConfig, compress: Compress) {
    this.#config = config;
    this.#compress = compress;
    const keep = { keepAlive: true, maxSockets: config['max.in.flight.requests'] };
    this.#agent = isSecure(config) ? new HttpsAgent({ ...keep, ...tlsOptions(config) }) : new HttpAgent(keep);
    this.#headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
      'user-agent': 'sluice',
      ...authorizationOf(config),
    };
  }

  /** @throws ConfigError when a file of certificates cannot be read. */
  static async open(config: RemoteWriteConfig): Promise<RemoteClient> {
    const { compress } = await import('snappy');
    return new RemoteClient(config, compress);
  }

  /** @throws Error when there is no answer in time. */
  async send(message: Buffer, signal: AbortSignal): Promise<RemoteAnswer> {
    const timeoutMs = this.#config['request.timeout.ms'];
    const late = AbortSignal.timeout(timeoutMs);
    try {
      return await this.#post(await this.#compress(message), AbortSignal.any([late, signal]));
    } catch (error) {
      if (late.aborted) throw new Error(`no answer within ${timeoutMs} ms`, { cause: error });
      throw error;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #post(body: Buffer, signal: AbortSignal): Promise<RemoteAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = { ...this.#headers, 'content-length': String(body.length) };
    const request = isSecure(this.#config) ? httpsRequest : httpRequest;
    const sent = request(this.#config.url, { method: 'POST', agent: this.#agent, headers, signal });
    sent.on('response', resolve).on('error', reject).end(body);
    const response = await promise;
    return {
      status: response.statusCode ?? 0,
      message: await beginningOf(response),
      retryAfterMs: retryAfterMs(response.headers['retry-after'] ?? ''),
    };
  }
}

function isSecure({ url }: RemoteWriteConfig): boolean {
  return url.startsWith('https:');
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response as AsyncIterable<string>) {
    if (text.length < maxMessageBytes) text += chunk;
  }
  return text.slice(0, maxMessageBytes).trim().replaceAll(/\s+/g, ' ');
}

/** Seconds, or a date. */
function retryAfterMs(header: string): number {
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? 0 : Math.max(0, atMs - Date.now());
}
