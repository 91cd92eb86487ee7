import { iterateBatches, restampBatch } from '@sluice/kafka-protocol';

interface StoredBatch {
  readonly baseOffset: number;
  readonly endOffset: number;
  readonly leaderEpoch: number;
  readonly bytes: Buffer;
}

/** The log of one partition in memory. */
export class StoredLog {
  #batches: StoredBatch[] = [];
  startOffset = 0;

  get endOffset(): number {
    return this.#batches.at(-1)?.endOffset ?? this.startOffset;
  }

  get sizeInBytes(): number {
    return this.#batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Returns its base offset. */
  append(batch: Buffer, leaderEpoch: number): number {
    const baseOffset = this.endOffset;
    const bytes = Buffer.from(batch);
    restampBatch(bytes, { baseOffset: BigInt(baseOffset), leaderEpoch });
    const [view] = iterateBatches(bytes);
    if (view === undefined) throw new Error('no whole batch');
    this.#batches.push({ baseOffset, endOffset: Number(view.lastOffset) + 1, leaderEpoch, bytes });
    return baseOffset;
  }

  /** Drops the batches from this offset on. */
  truncate(offset: number): void {
    this.#batches = this.#batches.filter((batch) => batch.endOffset <= offset);
  }

  /** The values of its records, as text. */
  values(): string[] {
    const values: string[] = [];
    for (const { bytes } of this.#batches) {
      for (const view of iterateBatches(bytes)) {
        const cursor = view.records();
        while (cursor.next()) values.push(String(cursor.value));
      }
    }
    return values;
  }

  /** The first batch whatever its size where `atLeastOne` says so; batches may be cut off (KIP-74). */
  read(offset: number, { maxBytes, atLeastOne }: { maxBytes: number; atLeastOne: boolean }): Buffer {
    const wanted = this.#batches.filter((batch) => batch.endOffset > offset).map(({ bytes }) => bytes);
    const firstBytes = wanted[0]?.length ?? 0;
    if (firstBytes > maxBytes) return atLeastOne ? (wanted[0] ?? Buffer.alloc(0)) : Buffer.alloc(0);
    return Buffer.concat(wanted).subarray(0, maxBytes);
  }

  /** The last epoch up to the one asked for, and where it ends, as the leader of the current epoch tells it (KIP-320). */
  endOfEpoch(epoch: number, currentEpoch: number): { leaderEpoch: number; endOffset: number } {
    if (epoch > currentEpoch) return { leaderEpoch: -1, endOffset: -1 };
    const later = this.#batches.find(({ leaderEpoch }) => leaderEpoch > epoch);
    const earlier = this.#batches.findLast(({ leaderEpoch }) => leaderEpoch <= epoch);
    const leaderEpoch = epoch === currentEpoch ? epoch : (earlier?.leaderEpoch ?? epoch);
    return { leaderEpoch, endOffset: later?.baseOffset ?? this.endOffset };
  }
}
