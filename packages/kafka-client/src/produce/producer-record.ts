import type { Encoded, RecordHeaderInput } from '@sluice/kafka-protocol';

/** What a producer takes. Nothing of it is kept after `append` has returned. */
export interface ProducerRecord {
  readonly topic: string;
  /** `null` lets the key, or else the load of the partitions, decide. */
  readonly partition: number | null;
  /** Milliseconds since the epoch; `null` is now, -1 is none. */
  readonly timestampMs: number | null;
  readonly key: Encoded;
  readonly value: Encoded;
  readonly headers?: readonly RecordHeaderInput[];
}
