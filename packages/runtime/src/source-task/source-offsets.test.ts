import { SourceRecord, type SourceTask } from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InMemoryProducer } from '../../testing/in-memory-producer.ts';
import { InMemorySourceRun } from '../../testing/in-memory-source-run.ts';
import { MemoryOffsetStore } from '../stores/memory-offset-store.ts';

describe('offsets of a source', () => {
  // Invariant 2, at whatever moment things happen.
  it('never pass a record that is not acknowledged, however sends, acknowledgements, flushes and a stop fall', async () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ poll: fc.array(fc.constantFrom('a', 'b'), { maxLength: 4 }) }) },
      { weight: 4, arbitrary: fc.record({ acknowledge: fc.nat(7) }) },
      { weight: 1, arbitrary: fc.record({ storeFails: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ waitMs: fc.constantFrom(0, 0, 2) }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.boolean(),
        async (steps, refuses) => {
          const world = new SourceWorld();
          for (const one of steps) {
            if ('poll' in one) world.offer(one.poll);
            else if ('acknowledge' in one) world.acknowledge(one.acknowledge);
            else if ('storeFails' in one) world.storeFails = one.storeFails;
            else await new Promise((resolve) => void setTimeout(resolve, one.waitMs));
            expect(await world.skipped()).toEqual([]);
          }
          if (refuses && world.producer.openCount > 0) world.producer.refuse(new Error('refused'));
          await world.run.stop();
          expect(await world.skipped()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** A source task whose batches, acknowledgements and store the test controls. */
class SourceWorld {
  readonly producer = new InMemoryProducer();
  readonly run: InMemorySourceRun;
  storeFails = false;
  readonly #positions = { a: 0, b: 0 };
  readonly #acknowledged = { a: new Set<number>(), b: new Set<number>() };
  readonly #offered: SourceRecord[][] = [];

  constructor() {
    this.producer.acknowledgesAtOnce = false;
    this.producer.capacity = 6;
    const store = new MemoryOffsetStore();
    const set = store.set.bind(store);
    store.set = (entries) => (this.storeFails ? Promise.reject(new Error('no')) : set(entries));
    const poll = (): Promise<SourceRecord[] | null> =>
      new Promise((resolve) => void setImmediate(() => resolve(this.#offered.shift() ?? null)));
    const commitRecord: SourceTask['commitRecord'] = ({ sourcePartition, sourceOffset }) =>
      void this.#acknowledged[sourcePartition?.['p'] as 'a'].add(sourceOffset?.['position'] as number);
    const options = { producer: this.producer, store, flushIntervalMs: 1, flushTimeoutMs: 3 };
    this.run = new InMemorySourceRun({ poll, commitRecord }, options);
  }

  offer(partitions: readonly ('a' | 'b')[]): void {
    const records = partitions.map((p) => {
      const position = ++this.#positions[p];
      return new SourceRecord({ topic: 't', sourcePartition: { p }, sourceOffset: { position } });
    });
    this.#offered.push(records);
  }

  acknowledge(index: number): void {
    if (index < this.producer.openCount) this.producer.acknowledge(index);
  }

  /** Records that a stored offset passed though nobody acknowledged them. */
  async skipped(): Promise<string[]> {
    const skipped: string[] = [];
    for (const p of ['a', 'b'] as const) {
      const stored = ((await this.run.position(p)) as number | undefined) ?? 0;
      for (let position = 1; position <= stored; position++) {
        if (!this.#acknowledged[p].has(position)) skipped.push(`${p}${position}`);
      }
    }
    return skipped;
  }
}
