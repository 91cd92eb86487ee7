import type { KafkaError } from '../errors/kafka-error.ts';

/** What became of records of one partition that were sent together. */
export interface Delivery<T> {
  readonly topic: string;
  readonly partition: number;
  /** The offset of the first record, the others follow without a gap; -1 with `acks=0` and on errors. */
  readonly baseOffset: number;
  /** When the broker appended them, where the topic stamps records so; else -1 and records keep their own. */
  readonly logAppendTimeMs: number;
  /** The timestamp of each record as it was sent, in the order of `attachments`. */
  readonly timestampsMs: readonly number[];
  /** What was given to `append` with each record, in the order of the records. */
  readonly attachments: readonly T[];
  /** `null` when the records are acknowledged. */
  readonly error: KafkaError | null;
}
