import { createConnection } from 'node:net';

/*
 * Requests written by hand, on a connection for each: tests and benchmarks judge our Kafka client and brokers by
 * them, so they share no code with either.
 */

const timeoutMs = 5000;

const int16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer).swap16();
export const int32 = (value: number): Buffer => Buffer.from(Int32Array.of(value).buffer).swap32();
export const int64 = (value: bigint): Buffer => Buffer.from(BigInt64Array.of(value).buffer).swap64();
export const string = (value: string): Buffer =>
  Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);

export interface OneRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly body: readonly Buffer[];
}

/** Sends a request (header version 1) to the broker at 127.0.0.1:port; resolves to the body of the response. */
export function oneRequest(port: number, { apiKey, apiVersion, body }: OneRequest): Promise<Buffer> {
  const correlationId = int32(1);
  const nullClientId = int16(-1);
  const payload = Buffer.concat([int16(apiKey), int16(apiVersion), correlationId, nullClientId, ...body]);
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = createConnection({ port, host: '127.0.0.1', timeout: timeoutMs });
    socket.on('error', reject);
    socket.on('timeout', () =>
      socket.destroy(new Error(`no answer from port ${port} within ${timeoutMs} ms`)),
    );
    socket.on('close', () => reject(new Error(`port ${port} closed the connection without an answer`)));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      resolve(received.subarray(8));
      socket.destroy();
    });
    socket.write(Buffer.concat([int32(payload.length), payload]));
  });
}
