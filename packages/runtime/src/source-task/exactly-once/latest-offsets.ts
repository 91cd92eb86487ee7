import type { SourceOffset, SourcePartition } from '@sluice/connect-api';
import { canonicalFields } from '../../stores/offset-codec.ts';
import type { CommittableOffset } from '../in-flight.ts';

interface Latest {
  readonly partition: SourcePartition | null;
  offset: SourceOffset | null;
  isNew: boolean;
}

/** The newest offset of each source partition since they were last taken. */
export class LatestOffsets {
  /** By the content of the partition. */
  readonly #latest = new Map<string, Latest>();
  /** Connectors usually give the same object for a partition again and again. */
  #lastPartition: SourcePartition | null | undefined;
  #last: Latest | undefined;

  /** @throws DataError when the partition holds what cannot be stored. */
  note(partition: SourcePartition | null, offset: SourceOffset | null): void {
    const latest =
      this.#last !== undefined && partition === this.#lastPartition ? this.#last : this.#find(partition);
    latest.offset = offset;
    latest.isNew = true;
  }

  take(): CommittableOffset[] {
    const taken: CommittableOffset[] = [];
    for (const [key, latest] of this.#latest) {
      if (latest.isNew) taken.push({ partition: latest.partition, offset: latest.offset });
      // Sources come across ever new partitions.
      else if (latest !== this.#last) this.#latest.delete(key);
      latest.isNew = false;
    }
    return taken;
  }

  #find(partition: SourcePartition | null): Latest {
    const key = canonicalFields(partition);
    let latest = this.#latest.get(key);
    if (latest === undefined) {
      latest = { partition, offset: null, isNew: false };
      this.#latest.set(key, latest);
    }
    this.#lastPartition = partition;
    this.#last = latest;
    return latest;
  }
}
