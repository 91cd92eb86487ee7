import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

// The longest that a Connect worker takes for an answer is 90 s.
const timeoutMs = 95_000;

/** Sends exactly this: `fetch` would tidy the path and add headers. */
export function send(url: string, { method, path, headers, body }: PlainRequest): Promise<PlainAnswer> {
  const { hostname, port } = new URL(url);
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const options = {
      hostname,
      port,
      method,
      path,
      headers: { ...headers, ...length },
      agent: false as const,
    };
    const outgoing = request({ ...options, timeout: timeoutMs }, (incoming) => {
      const named = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
      text(incoming).then(
        (received) =>
          resolve({ status: incoming.statusCode ?? 0, headers: Object.fromEntries(named), body: received }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error(`no answer to ${method} ${path} within ${timeoutMs} ms`)),
    );
    outgoing.end(body ?? undefined);
  });
}
