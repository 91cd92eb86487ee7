import { SinkRecord, type PartitionOffset, type TopicPartition } from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { away, MemoryStore } from '../../testing/memory-store.ts';
import { keyOf, SinkDriver } from '../../testing/sink-driver.ts';

const partitions: readonly TopicPartition[] = [0, 1].map((partition) => ({ topic: 't', partition }));
const total = 60;
const minute = 60_000;

const rotations: readonly Readonly<Record<string, string>>[] = [
  { 'flush.size': '7' },
  { 'flush.size': '1000', 'flush.bytes': '50' },
  { 'flush.size': '20', 'rotate.interval.ms': String(3 * minute) },
  { 'flush.size': '1000', 'rotate.schedule.interval.ms': String(2 * minute), timezone: 'UTC' },
  { 'flush.size': '9', 'rotate.idle.interval.ms': String(minute) },
];
const pkg = 'io.confluent.connect.storage.partitioner';
const minutes = {
  'partitioner.class': `${pkg}.TimeBasedPartitioner`,
  'partition.duration.ms': String(minute),
  'path.format': 'mm',
  timezone: 'UTC',
};
const partitioners: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'partitioner.class': `${pkg}.FieldPartitioner`, 'partition.field.name': 'k' },
  { ...minutes, 'timestamp.extractor': 'Record' },
  { ...minutes, 'timestamp.extractor': 'Wallclock' },
];

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ put: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 3, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 4, arbitrary: fc.record({ commit: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ failAfter: fc.integer({ min: 0, max: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ crashAfter: fc.integer({ min: 0, max: 12 }) }) },
);
const lives = fc.record({
  rotation: fc.constantFrom(...rotations),
  partitioner: fc.constantFrom(...partitioners),
  /** Another rotation after the first crash. */
  changed: fc.option(fc.constantFrom(...rotations)),
  steps: fc.array(step, { maxLength: 60 }),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type LifeCase = typeof lives extends fc.Arbitrary<infer L> ? L : never;

/** One of several files is shown when the task crashes, and nothing is committed yet. */
const crashBeforeFirstCommit: LifeCase = {
  rotation: { 'flush.size': '1000', 'flush.bytes': '50' },
  partitioner: { 'partitioner.class': `${pkg}.FieldPartitioner`, 'partition.field.name': 'k' },
  changed: null,
  steps: [{ put: 3 }, { put: 1 }, { crashAfter: 1 }, { wait: 1 }],
};

interface LifeOptions {
  /** Another rotation after the first crash. */
  readonly changed: Readonly<Record<string, string>> | null;
  /** Whether nobody can see which files there are. */
  readonly isBlind: boolean;
}

class Crash extends Error {}

/** A connector that is started anew after each crash, on the files and offsets that are there. */
class Life {
  readonly #config: Readonly<Record<string, string>>;
  readonly #changed: Readonly<Record<string, string>> | null;
  readonly #committed = new Map<string, PartitionOffset>();
  readonly #shown = new Map<string, Buffer>();
  #nowMs = Date.UTC(2026, 10, 27);
  readonly #isBlind: boolean;
  #store = new MemoryStore(this.#shown);
  #driver: SinkDriver | null = null;
  #starts = 0;
  #hasCrashed = false;

  constructor(config: Readonly<Record<string, string>>, { changed, isBlind }: LifeOptions) {
    this.#config = { 'format.class': 'json', ...config };
    this.#changed = changed;
    this.#isBlind = isBlind;
  }

  get files(): ReadonlyMap<string, Buffer> {
    return this.#shown;
  }

  async take(one: Step): Promise<void> {
    try {
      await this.#take(one);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.#driver = null;
    }
  }

  /** Has everything delivered and completed. */
  async finish(): Promise<void> {
    this.#endWhatCrashed();
    if (this.#driver !== null) this.#store.beforeStep = () => {};
    for (let rounds = 0; rounds < 40; rounds += 1) {
      await this.take({ put: 9 });
      this.#nowMs += 40_000;
      await this.take({ commit: false });
    }
  }

  /** Also where nobody waited for the step at which it crashed: of a process that is gone, nothing goes on. */
  #endWhatCrashed(): void {
    if (this.#hasCrashed) this.#driver = null;
  }

  async #take(one: Step): Promise<void> {
    this.#endWhatCrashed();
    if ('failAfter' in one) return this.#failAfter(one.failAfter, away, false);
    if ('crashAfter' in one) return this.#failAfter(one.crashAfter, () => new Crash(), true);
    if ('wait' in one) this.#nowMs += one.wait * 1000;
    const driver = await this.#running();
    driver.nowMs = this.#nowMs;
    if ('commit' in one) driver.commit(one.commit);
    await driver.put(
      partitions.flatMap((partition) =>
        recordsFrom(partition, driver.positionOf(partition), 'put' in one ? one.put : 0),
      ),
    );
    if (driver.wantsCommit && 'put' in one && one.put % 2 === 0) driver.commit();
  }

  /** A crash does not let anything come after it; a failure is over at once. */
  #failAfter(count: number, error: () => Error, stays: boolean): void {
    if (this.#driver === null) return;
    let left = count;
    this.#store.beforeStep = () => {
      left -= 1;
      if (stays ? left >= 0 : left !== -1) return;
      this.#hasCrashed = stays;
      throw error();
    };
  }

  async #running(): Promise<SinkDriver> {
    if (this.#driver !== null) return this.#driver;
    this.#starts += 1;
    this.#hasCrashed = false;
    this.#store = new MemoryStore(this.#shown);
    if (this.#isBlind) this.#store.list = () => Promise.resolve([]);
    const config =
      this.#starts > 1 && this.#changed !== null ? { ...this.#config, ...this.#changed } : this.#config;
    const driver = new SinkDriver({ config, store: this.#store, committed: this.#committed });
    driver.nowMs = this.#nowMs;
    await driver.open(...partitions);
    this.#driver = driver;
    return driver;
  }
}

function recordsFrom({ topic, partition }: TopicPartition, offset: number, count: number): SinkRecord[] {
  const until = Math.min(total, offset + count);
  return Array.from({ length: Math.max(0, until - offset) }, (_none, index) => {
    const at = offset + index;
    return new SinkRecord({
      topic,
      kafkaPartition: partition,
      kafkaOffset: at,
      timestampMs: Date.UTC(2026, 10, 27) + ((at * 37) % 10) * minute,
      value: new Map<string, unknown>([
        ['k', (at * 7) % 3],
        ['at', at],
      ]),
    });
  });
}

/** The offsets in the files of a partition, in order; each file has those that its name says, at most. */
function offsetsIn(files: ReadonlyMap<string, Buffer>, { partition }: TopicPartition): number[] {
  const offsets: number[] = [];
  for (const [path, content] of files) {
    const match = /\/t\+(\d+)\+(\d+)\+(\d+)\.json$/.exec(path);
    if (Number(match?.[1]) !== partition) continue;
    const inFile = content
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { at: number }).at);
    expect([inFile[0], inFile.at(-1)]).toEqual([Number(match?.[2]), Number(match?.[3])]);
    offsets.push(...inFile);
  }
  return offsets.toSorted((one, other) => one - other);
}

async function expectEachOnce(life: Life, steps: readonly Step[]): Promise<void> {
  for (const one of steps) await life.take(one);
  await life.finish();
  for (const partition of partitions) {
    const offsets = offsetsIn(life.files, partition);
    expect(new Set(offsets).size, `${keyOf(partition)} has no record twice`).toBe(offsets.length);
    const last = offsets.at(-1) ?? -1;
    expect(offsets).toEqual(Array.from({ length: last + 1 }, (_none, offset) => offset));
    expect(last).toBeGreaterThan(total - 25);
  }
}

describe('each record', { timeout: 90_000 }, () => {
  it('is in one file, once, however the store fails, the task crashes, and answers to commits are lost', async () => {
    const lived = fc.assert(
      fc.asyncProperty(lives, async ({ rotation, partitioner, changed, steps }) =>
        expectEachOnce(new Life({ ...rotation, ...partitioner }, { changed, isBlind: false }), steps),
      ),
      { numRuns: 100, examples: [[crashBeforeFirstCommit]] },
    );
    await expect(lived).resolves.toBeUndefined();
  });

  it('is so by the boundaries alone, records deciding or the clock, where files cannot be listed', async () => {
    const lived = fc.assert(
      fc.asyncProperty(lives, async ({ rotation, partitioner, steps }) =>
        expectEachOnce(new Life({ ...rotation, ...partitioner }, { changed: null, isBlind: true }), steps),
      ),
      { numRuns: 100 },
    );
    await expect(lived).resolves.toBeUndefined();
  });
});
