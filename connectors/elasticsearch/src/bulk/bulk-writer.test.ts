import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionLostError } from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchingSettings } from '../config/settings.ts';
import type { Operation } from '../document/operation.ts';
import { operation } from '../fixtures/records.ts';
import { idsIn } from '../fixtures/scripted-client.ts';
import type { SearchAnswer, SearchRequest } from '../http/search-client.ts';
import { BulkWriter } from './bulk-writer.ts';
import { WriterCounts } from './writer-counts.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const never = new AbortController().signal;

const settings: BatchingSettings = {
  maxDocuments: 10,
  maxBytes: 1_000_000,
  maxInFlight: 3,
  maxBufferedRecords: 1000,
  maxBufferedBytes: 1_000_000,
  lingerMs: 1,
  flushTimeoutMs: 1000,
  isSynchronous: false,
  maxRetries: 2,
  backoffMs: 0,
};

/** A server that answers when it is told to. */
class SlowServer {
  readonly requests: string[][] = [];
  underWay = 0;
  mostUnderWay = 0;
  /** What a request waits for. */
  before: () => Promise<unknown> = () => Promise.resolve();

  async send({ body = '' }: SearchRequest): Promise<SearchAnswer> {
    this.requests.push(idsIn(body));
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      await this.before();
    } finally {
      this.underWay -= 1;
    }
    return { status: 200, body: '{"errors":false}', server: 'http://node' };
  }
}

function writerTo(client: Pick<SlowServer, 'send'>, more: Partial<BatchingSettings> = {}): BulkWriter {
  return new BulkWriter({
    client,
    settings: { ...settings, ...more },
    counts: new WriterCounts(silent),
    onRefused: () => undefined,
  });
}

async function addAll(writer: BulkWriter, operations: readonly Operation[]): Promise<void> {
  for (const one of operations) while (!writer.add(one)) await writer.changed(never);
}

const many = (count: number): Operation[] => Array.from({ length: count }, (_none, n) => operation(n, null));

describe('writing in bulk', () => {
  it('sends what little there is, once nothing more comes', async () => {
    const server = new SlowServer();
    const writer = writerTo(server);
    await addAll(writer, many(2));
    await expect.poll(() => writer.isIdle).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('lets what comes while requests are under way gather into the next one', async () => {
    const server = new SlowServer();
    const gate = Promise.withResolvers<void>();
    server.before = () => gate.promise;
    const writer = writerTo(server);
    await addAll(writer, many(1));
    await expect.poll(() => server.underWay).toBe(1);
    await addAll(writer, many(5));
    await sleep(20);
    expect(server.requests).toHaveLength(1);
    gate.resolve();
    await expect.poll(() => writer.isIdle).toBe(true);
    expect(server.requests.map(({ length }) => length)).toEqual([1, 5]);
  });

  it('sends requests of batch.size documents, and no more of them at a time than it may', async () => {
    const server = new SlowServer();
    server.before = () => sleep(5);
    const writer = writerTo(server);
    await addAll(writer, many(100));
    await writer.flush(5000, never);
    expect(server.requests.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 10));
    expect(server.mostUnderWay).toBe(3);
  });

  it('keeps requests within bulk.size.bytes, and sends a document that is larger alone', async () => {
    const server = new SlowServer();
    const [small] = many(1);
    const writer = writerTo(server, { maxBytes: (small?.bytes ?? 0) * 3 });
    const large = { ...operation(9, null), bytes: 10_000 };
    await addAll(writer, [...many(4), large, ...many(2)]);
    await writer.flush(1000, never);
    const sizes = server.requests.map(({ length }) => length);
    expect(Math.max(...sizes)).toBe(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(7);
    expect(sizes).toContain(1);
  });

  it('takes no more than it may hold', async () => {
    const server = new SlowServer();
    const gate = Promise.withResolvers<void>();
    server.before = () => gate.promise;
    const [one] = many(1);
    const writer = writerTo(server, { maxBufferedBytes: (one?.bytes ?? 0) * 7 });
    const taken = many(20).filter((item) => writer.add(item));
    expect(taken).toHaveLength(7);
    gate.resolve();
    await writer.flush(1000, never);
    expect(writer.add(operation(1, null))).toBe(true);
  });

  it('keeps the order of each document, whatever requests are under way', async () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    await fc.assert(
      fc.asyncProperty(fc.array(ids, { maxLength: 60 }), fc.array(fc.nat(3)), async (sequence, delays) => {
        const arrived = new Map<string, number[]>();
        const client = {
          async send({ body = '' }: SearchRequest): Promise<SearchAnswer> {
            await sleep(delays.pop() ?? 0);
            for (const [, id = '', version] of body.matchAll(/"_id":"(.)","version":(\d+)/g)) {
              arrived.set(id, [...(arrived.get(id) ?? []), Number(version)]);
            }
            return { status: 200, body: '{"errors":false}', server: 'http://node' };
          },
        };
        const writer = writerTo(client, { maxDocuments: 3 });
        await addAll(
          writer,
          sequence.map((id, offset) => operation(offset, id)),
        );
        await writer.flush(5000, never);
        for (const [, versions] of arrived) expect(versions).toEqual(versions.toSorted((a, b) => a - b));
        expect([...arrived.values()].flat()).toHaveLength(sequence.length);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps what failed unsettled, says why, and sends nothing more', async () => {
    let requests = 0;
    const client = {
      send: () => {
        requests += 1;
        return Promise.reject(new ConnectionLostError('cut'));
      },
    };
    const writer = writerTo(client, { maxInFlight: 1 });
    await addAll(writer, many(15));
    await writer.flush(5000, never);
    expect(() => writer.throwIfFailed()).toThrow(/tried 3 times/);
    expect([...writer.unsettled()].map(({ kafkaOffset }) => kafkaOffset)).toEqual([...Array(15).keys()]);
    await writer.flush(20, never);
    expect(requests).toBe(3);
  });

  it('waits no longer for a flush than it may', async () => {
    const server = new SlowServer();
    const gate = Promise.withResolvers<void>();
    server.before = () => gate.promise;
    const writer = writerTo(server);
    await addAll(writer, many(1));
    await writer.flush(10, never);
    expect(writer.isIdle).toBe(false);
    gate.resolve();
  });

  it('gives up waiting for another try when it is closed', async () => {
    const writer = writerTo(
      { send: () => Promise.reject(new ConnectionLostError('cut')) },
      { backoffMs: 60_000 },
    );
    await addAll(writer, many(1));
    await sleep(20);
    writer.close();
    await writer.flush(1000, never);
    expect(() => writer.throwIfFailed()).toThrow('The operation was aborted');
  });
});
