import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ConnectionLostError } from '@sluice/connect-api';

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly body: Buffer;
}

export interface RequestOptions {
  readonly method: string;
  readonly url: URL;
  readonly timeoutMs: number;
}

/** How long what is under way when the task is asked to stop may go on. */
const graceMs = 1000;

/** Sends requests over connections that are kept. */
export class Requester {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });
  #isCut = false;

  /** @param signal - a while after it, nothing is waited for any more. */
  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => void setTimeout(() => this.#cut(), graceMs).unref(), {
      once: true,
    });
  }

  /** Begins a request with a body of unknown length, or with none. */
  begin({ method, url }: Pick<RequestOptions, 'method' | 'url'>, hasBody: boolean): ClientRequest {
    const headers = hasBody
      ? { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' }
      : {};
    const isSecure = url.protocol === 'https:';
    const send = isSecure ? httpsRequest : httpRequest;
    if (this.#isCut) throw lost(url, new Error('the task stops'));
    return send(url, { method, headers, agent: isSecure ? this.#https : this.#http });
  }

  /** @throws ConnectionLostError when there is no answer. */
  send({ method, url, timeoutMs }: RequestOptions): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = this.begin({ method, url }, false);
      request.setTimeout(timeoutMs, () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      request.once('error', (error) => reject(lost(url, error)));
      request.once('response', (response) => {
        readAnswer(response).then(resolve, (error: unknown) => reject(lost(url, error)));
      });
      request.end();
    });
  }

  close(): void {
    this.#cut();
  }

  #cut(): void {
    this.#isCut = true;
    this.#http.destroy();
    this.#https.destroy();
  }
}

export async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const { statusCode = 0, headers } = response;
  return { status: statusCode, location: headers.location ?? null, body: Buffer.concat(parts) };
}

/** Addresses hold tokens in their query: only host and port are named. */
export function lost(url: URL, error: unknown): ConnectionLostError {
  const { message, code } = error as NodeJS.ErrnoException;
  const reason = message === '' ? (code ?? 'closed') : message;
  return new ConnectionLostError(`The connection to ${url.host} of HDFS failed: ${reason}`, { cause: error });
}
