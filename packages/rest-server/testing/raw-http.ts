import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A response as its bytes say. */
export interface RawResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Sends a request as it stands, whatever a proper client would think of it. */
export function sendRaw(
  port: number,
  { method, path, headers = {}, body }: RawRequest,
): Promise<RawResponse> {
  const content = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
  const all = {
    Host: `localhost:${port}`,
    Connection: 'close',
    ...(body === undefined ? {} : { 'Content-Length': String(content.length) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return exchange(port, Buffer.concat([Buffer.from(head, 'latin1'), content]));
}

/** Sends bytes and reads one response up to the end of the connection. */
export async function exchange(port: number, bytes: Uint8Array): Promise<RawResponse> {
  const socket = await openConnection(port);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return parseResponse(Buffer.concat(chunks).toString('utf8'));
}

export async function openConnection(port: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => resolve(socket)).once('error', reject);
  return promise;
}

/** The next bytes that come on a connection. */
export async function nextBytes(socket: Socket): Promise<string> {
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString('utf8');
}

function parseResponse(text: string): RawResponse {
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: body.join('\r\n\r\n'),
  };
}
