import type { ProducerId } from './producer-id.ts';

const sequenceMask = 0x7fff_ffff;

/** The sequence number that comes `count` records later: after the largest one it is zero again. */
export function sequenceAfter(sequence: number, count: number): number {
  return (sequence + count) & sequenceMask;
}

/** Whether a number comes after another one, though it may have begun at zero again in between. */
function isAhead(sequence: number, other: number): boolean {
  return ((sequence - other) & sequenceMask) <= sequenceMask >>> 1;
}

/** How far the numbering of one partition's batches has come (KIP-98). */
export class PartitionSequence {
  /** By what the broker knows the batches numbered so far; `null` before the first. */
  identity: ProducerId | null = null;
  next = 0;
  /** What the broker expects next, as far as acknowledged. */
  expected = 0;
  /** Whether the broker has taken anything of this producer in the partition. */
  hasDelivered = false;
  /**
   * Whether a numbered batch was given up, of which nobody knows whether it was written. The batches numbered after it
   * will tell: they are taken, or the first of them finds the gap.
   */
  mayHaveGap = false;
  /** Whether the broker has lost count, or a gap is certain: the numbering has to begin anew. */
  isLost = false;

  take(count: number): number {
    const sequence = this.next;
    this.next = sequenceAfter(sequence, count);
    return sequence;
  }

  delivered(sequence: number, count: number): void {
    const expected = sequenceAfter(sequence, count);
    // After a leader has moved, its answers may come behind those of the next one.
    if (isAhead(expected, this.expected)) this.expected = expected;
    this.hasDelivered = true;
    if (this.expected === this.next) this.mayHaveGap = false;
  }

  beginAnew(identity: ProducerId): void {
    if (identity.producerId !== this.identity?.producerId) this.hasDelivered = false;
    this.identity = identity;
    this.next = this.expected = 0;
    this.mayHaveGap = false;
    this.isLost = false;
  }
}
