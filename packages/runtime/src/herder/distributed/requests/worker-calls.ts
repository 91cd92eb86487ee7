import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';

/** A request that one worker makes of another. */
export interface WorkerCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The advertised address of the other worker. */
  readonly url: string;
  /** With the parameters, after the address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `null` for none; else JSON. */
  readonly body: Buffer | null;
}

export interface WorkerAnswer {
  readonly status: number;
  /** Empty for none. */
  readonly text: string;
}

/** @throws Error when the other one is not reached, or is silent for too long. */
export type CallWorker = (call: WorkerCall) => Promise<WorkerAnswer>;

const idleMs = 30_000;

/** @param tls - what connections of HTTPS are made with; asked for with the first of them. */
export function createWorkerCaller(tls: () => Promise<RequestOptions>): CallWorker {
  let secure: Promise<RequestOptions> | null = null;
  return async ({ method, url, path, headers, body }) => {
    const target = new URL(`${url.replace(/\/+$/, '')}${path}`);
    const isSecure = target.protocol === 'https:';
    const options = {
      method,
      // Connections that were kept could have been closed by the other worker meanwhile.
      agent: false as const,
      headers: { ...standingHeaders(body), ...headers },
      ...(isSecure ? await (secure ??= tls()) : {}),
    };
    const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>();
    const request = (isSecure ? httpsRequest : httpRequest)(target, options, (response) => {
      readAnswer(response).then(resolve, reject);
    });
    request.setTimeout(idleMs, () =>
      request.destroy(new Error(`Idle timeout expired: ${idleMs}/${idleMs} ms`)),
    );
    request.on('error', reject);
    request.end(body ?? undefined);
    return promise;
  };
}

function standingHeaders(body: Buffer | null): Record<string, string> {
  return {
    Accept: 'application/json',
    'User-Agent': 'kafka-connect',
    'Content-Length': String(body?.length ?? 0),
    ...(body === null ? {} : { 'Content-Type': 'application/json' }),
  };
}

async function readAnswer(response: IncomingMessage): Promise<WorkerAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}
