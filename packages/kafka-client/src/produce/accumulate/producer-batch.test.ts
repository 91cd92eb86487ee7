import { iterateBatches } from '@sluice/kafka-protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceAfter } from '../send/partition-sequence.ts';
import { ProducerBatch } from './producer-batch.ts';

const maxSequence = 0x7fff_ffff;
const options = { maxBytes: 1_000_000 };

const records = fc.array(
  fc.record({
    timestamp: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    key: fc.option(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes))),
    value: fc.option(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))),
    headers: fc.array(fc.record({ key: fc.string({ maxLength: 5 }), value: fc.constant(null) }), {
      maxLength: 2,
    }),
  }),
  { minLength: 2, maxLength: 40 },
);
const compressions = fc.constantFrom('none', 'gzip', 'zstd');
// Near the largest number, after which they begin at zero again.
const sequences = fc.oneof(
  fc.integer({ min: 0, max: 1000 }),
  fc.integer({ min: maxSequence - 50, max: maxSequence }),
);

function contentOf(batch: ProducerBatch<number>): unknown[] {
  const content: unknown[] = [];
  for (const view of iterateBatches(batch.bytes({ baseSequence: batch.baseSequence }))) {
    expect(view.baseSequence).toBe(batch.baseSequence);
    const cursor = view.records();
    while (cursor.next()) content.push([cursor.timestamp, cursor.key, cursor.value, cursor.headers]);
  }
  return content;
}

/** Splits until nothing can be split any more, as a broker demands that finds everything too large. */
function splitWholly(batch: ProducerBatch<number>): ProducerBatch<number>[] {
  if (batch.recordCount === 1) return [batch];
  return batch.split(options).flatMap(splitWholly);
}

describe('a batch that is split, and its parts, and theirs', () => {
  it('have all records, in their order and with the numbers that they had', () => {
    fc.assert(
      fc.property(records, compressions, sequences, (inputs, compression, baseSequence) => {
        const batch = new ProducerBatch<number>(3, { ...options, compression });
        for (const [index, record] of inputs.entries()) batch.append(record, index);
        batch.baseSequence = baseSequence;
        const before = contentOf(batch);
        const halves = batch.split({ ...options, compression });
        expect(halves.length).toBeGreaterThan(1);
        const parts = halves.flatMap(splitWholly);
        expect(parts.flatMap(contentOf)).toEqual(before);
        expect(parts.flatMap(({ attachments }) => attachments)).toEqual(inputs.map((_, index) => index));
        expect(parts.map((part) => part.baseSequence)).toEqual(
          inputs.map((_, index) => sequenceAfter(baseSequence, index)),
        );
        const orders = parts.map(({ order }) => order);
        expect(orders).toEqual([...new Set(orders)].sort((left, right) => left - right));
        expect(orders.every((order) => order >= 3 && order < 4)).toBe(true);
        expect(
          parts.every(({ number, createdAtMs }) => number === 3 && createdAtMs === batch.createdAtMs),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
