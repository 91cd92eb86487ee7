import { describe, expect, it } from 'vitest';
import { PartitionSequence } from './partition-sequence.ts';

function sequenceAt(next: number): PartitionSequence {
  const sequence = new PartitionSequence();
  sequence.next = sequence.expected = next;
  return sequence;
}

const largest = 2_147_483_647;

describe('the numbering of the batches of a partition', () => {
  it.each([0, largest - 12, largest - 5, largest])(
    'goes on after the latest batch that was acknowledged, whatever the order of the answers, from %i on',
    (start) => {
      const sequence = sequenceAt(start);
      const batches = [sequence.take(5), sequence.take(10), sequence.take(1)];
      sequence.delivered(batches[1] ?? -1, 10);
      sequence.delivered(batches[0] ?? -1, 5);
      expect(sequence.expected).toBe(batches[2]);
      sequence.delivered(batches[2] ?? -1, 1);
      expect(sequence.expected).toBe(sequence.next);
    },
  );

  it('begins at zero again behind the largest number', () => {
    const sequence = sequenceAt(largest);
    expect([sequence.take(1), sequence.take(1)]).toEqual([largest, 0]);
  });
});
