import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RemoteReceiver, type Refusal } from '../fixtures/remote-receiver.ts';
import { seriesRules } from '../fixtures/series-rules.ts';
import { WriteRun } from '../fixtures/write-run.ts';

let receiver: RemoteReceiver;
let run: WriteRun;

beforeEach(async () => {
  receiver = await RemoteReceiver.start();
});
afterEach(async () => {
  run.stop();
  await receiver.stop();
});

async function start(config: Readonly<Record<string, string>> = {}): Promise<void> {
  run = await WriteRun.start({ url: receiver.url, ...config });
}

const sample = (name: string, timestamp: number, value = 1) => ({ name, value, timestamp });

/** Refuses the first requests so, and takes the others. */
function first(...refusals: readonly Refusal[]): () => Refusal | null {
  const left = [...refusals];
  return () => left.shift() ?? null;
}

describe('what a task is given', () => {
  it('has been taken when put returns, in the order of each series, and offsets are to be committed soon', async () => {
    await start();
    expect(await run.put(sample('a', 1, 10), sample('b', 1), sample('a', 2, 20))).toEqual([]);
    expect(receiver.samples).toEqual(['a 10@1', 'b 1@1', 'a 20@2']);
    expect(receiver.headers[0]).toMatchObject({
      'content-encoding': 'snappy',
      'content-type': 'application/x-protobuf',
      'x-prometheus-remote-write-version': '0.1.0',
    });
    expect([run.commitRequests, run.metric('remote-write-samples-total')]).toEqual([1, 3]);
  });

  it('is divided into requests of batch.size samples, several at a time, each series in one of them', async () => {
    await start({ 'batch.size': '10', 'max.in.flight.requests': '3' });
    const names = Array.from({ length: 25 }, (_none, index) => `m${index}`);
    await run.put(...[1, 2, 3, 4].flatMap((timestamp) => names.map((name) => sample(name, timestamp))));
    expect(receiver.taken.every((request) => request.length <= 10)).toBe(true);
    for (const name of names) {
      const own = receiver.samples.filter((text) => text.startsWith(`${name} `));
      expect(own).toEqual([1, 2, 3, 4].map((timestamp) => `${name} 1@${timestamp}`));
    }
  });

  it('rises in time within a request: what does not begins another one', async () => {
    await start();
    await run.put(sample('a', 1), sample('b', 5), sample('a', 1), sample('b', 4));
    expect(receiver.taken.map((request) => request.length)).toEqual([2, 2]);
  });
});

describe('a request that is not taken', () => {
  it.each([429, 500, 503, 408])('with %i is sent again, and the log says so once', async (status) => {
    receiver.judge = first({ status, message: 'not now' }, { status, message: 'not now' });
    await start();
    await run.put(sample('a', 1));
    expect(receiver.samples).toEqual(['a 1@1']);
    expect([receiver.requests, run.metric('remote-write-retries-total')]).toEqual([3, 2]);
    expect(run.warnings).toEqual([{ url: receiver.url, reason: `it answered ${status} (not now)` }]);
  });

  it('is sent again after as long as Retry-After says', async () => {
    receiver.judge = first({ status: 429, headers: { 'retry-after': '1' } });
    await start();
    const began = performance.now();
    await run.put(sample('a', 1));
    expect(performance.now() - began).toBeGreaterThan(950);
    expect(receiver.samples).toEqual(['a 1@1']);
  });

  it('by retry.timeout.ms fails the task, with the last answer', async () => {
    receiver.judge = () => ({ status: 503, message: 'full' });
    await start({ 'retry.timeout.ms': '20' });
    await expect(run.put(sample('a', 1))).rejects.toMatchObject({
      code: 'REMOTE_WRITE_UNAVAILABLE',
      message: expect.stringContaining('503 (full)') as string,
    });
  });

  it('is given up when the task stops', async () => {
    receiver.hold();
    await start();
    const put = run.put(sample('a', 1));
    await expect.poll(() => receiver.headers.length).toBe(1);
    run.stop();
    await expect(put).rejects.toThrow('The task stops');
  });

  it('since nobody answers in time is sent again', async () => {
    const release = receiver.hold();
    await start({ 'request.timeout.ms': '50' });
    const put = run.put(sample('a', 1));
    await expect.poll(() => run.warnings).toEqual([{ url: receiver.url, reason: 'no answer within 50 ms' }]);
    release();
    expect(await put).toEqual([]);
  });

  it.each([
    [401, 'REMOTE_WRITE_ACCESS_DENIED'],
    [403, 'REMOTE_WRITE_ACCESS_DENIED'],
    [404, 'REMOTE_WRITE_REQUEST_FAILED'],
  ])('with %i fails the task', async (status, code) => {
    receiver.judge = () => ({ status, message: 'no' });
    await start({ 'bearer.token': 'secret-token' });
    const error = await run.put(sample('a', 1)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('secret-token');
    expect(receiver.headers[0]?.['authorization']).toBe('Bearer secret-token');
  });
});

describe('samples that are refused', () => {
  beforeEach(() => {
    receiver.judge = seriesRules();
  });

  it('are found among many, and all others are taken', async () => {
    await start();
    await run.put(...Array.from({ length: 50 }, (_none, index) => sample(`m${index}`, 10)));
    const again = Array.from({ length: 50 }, (_none, index) =>
      index === 17 ? sample('m17', 5) : index === 40 ? sample('m40', 10, 2) : sample(`m${index}`, 20),
    );
    const rejected = await run.put(...again);
    expect(rejected.map(({ index }) => index)).toEqual([17, 40]);
    expect(rejected.map(({ error }) => (error as Error).message)).toEqual([
      'Prometheus refused m17 of 1970-01-01T00:00:00.005Z: it answered 400 (out of order sample)',
      'Prometheus refused m40 of 1970-01-01T00:00:00.010Z: it answered 400 (duplicate sample for timestamp)',
    ]);
    expect(receiver.samples.filter((text) => text.endsWith('@20'))).toHaveLength(48);
    expect(run.metric('remote-write-refused-total')).toBe(2);
  });

  it('since they were delivered by the task before are no fault', async () => {
    const records = [sample('a', 1), sample('b', 1), sample('a', 2), sample('b', 2), sample('a', 3)];
    await start();
    await run.put(...records);
    run.stop();
    await start();
    expect(await run.put(...records, sample('a', 4))).toEqual([]);
    expect(receiver.samples.at(-1)).toBe('a 1@4');
    expect(run.metric('remote-write-repeated-total')).toBe(3);
    expect(run.warnings).toEqual([{ series: 'a' }]);
  });

  it('since only the answer was lost are no fault either', async () => {
    await start({ 'batch.size': '2' });
    await run.put(sample('a', 1));
    const rules = receiver.judge;
    let losses = 1;
    receiver.judge = (series) => {
      const verdict = rules(series);
      return losses-- > 0 ? { status: 500, message: 'lost' } : verdict;
    };
    expect(await run.put(sample('b', 1), sample('b', 2), sample('b', 3))).toEqual([]);
    expect(run.metric('remote-write-refused-total')).toBe(0);
  });

  it('have what is no metric beside them, with the field at fault', async () => {
    await start();
    const rejected = await run.put(
      sample('a', 1),
      { value: 1, timestamp: 1 },
      { name: 'b', timestamp: 1 },
      { name: 'c', value: 1 },
      { name: 'd', type: 'histogram', count: 1, buckets: [{ up_to: 'x', count: 1 }], timestamp: 1 },
      'text',
      {
        name: 'e',
        type: 'histogram',
        count: 1,
        buckets: [1, 0].map((up_to) => ({ up_to, count: 1 })),
        timestamp: 1,
      },
    );
    expect(receiver.samples).toEqual(['a 1@1']);
    expect(rejected.map(({ index, error }) => [index, (error as { field?: string }).field])).toEqual([
      [1, 'name'],
      [2, 'value'],
      [3, 'timestamp'],
      [4, 'buckets[0].up_to'],
      [5, null],
      [6, 'buckets'],
    ]);
  });
});
