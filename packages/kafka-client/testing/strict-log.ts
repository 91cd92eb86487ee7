import { errorCodes, iterateBatches, type RecordBatchView } from '@sluice/kafka-protocol';

interface WrittenBatch {
  readonly sequence: number;
  readonly count: number;
  readonly baseOffset: number;
}

const keptBatches = 5;

/** The log of one partition that takes the batches of one idempotent producer as Kafka does: each once and in order. */
export class StrictLog {
  readonly values: string[] = [];
  #epoch = -1;
  #next = -1;
  #recent: WrittenBatch[] = [];

  /** The code to answer with, and where the batch stands. */
  append(bytes: Buffer): { errorCode: number; baseOffset: number } {
    const [batch] = iterateBatches(bytes);
    if (batch === undefined) throw new Error('no whole batch');
    const { producerEpoch: epoch, baseSequence: sequence, recordCount: count } = batch;
    const before = this.#written(batch);
    if (before !== undefined) return { errorCode: 0, baseOffset: before.baseOffset };
    const errorCode = this.#judge(epoch, sequence);
    if (errorCode !== 0) return { errorCode, baseOffset: -1 };
    if (epoch !== this.#epoch) this.#recent = [];
    const baseOffset = this.values.length;
    this.#recent = [...this.#recent, { sequence, count, baseOffset }].slice(-keptBatches);
    this.#epoch = epoch;
    this.#next = sequence + count;
    const cursor = batch.records();
    while (cursor.next()) this.values.push(String(cursor.value));
    return { errorCode: 0, baseOffset };
  }

  /** Whether the batch is in the log already. */
  has(bytes: Buffer): boolean {
    const [batch] = iterateBatches(bytes);
    return batch !== undefined && this.#written(batch) !== undefined;
  }

  #written({ producerEpoch, baseSequence, recordCount }: RecordBatchView): WrittenBatch | undefined {
    if (producerEpoch !== this.#epoch) return undefined;
    return this.#recent.find(({ sequence, count }) => sequence === baseSequence && count === recordCount);
  }

  #judge(epoch: number, sequence: number): number {
    // Who is not known yet may begin with any number.
    if (this.#epoch < 0) return 0;
    if (epoch < this.#epoch) return errorCodes.INVALID_PRODUCER_EPOCH;
    const expected = epoch > this.#epoch ? 0 : this.#next;
    if (sequence === expected) return 0;
    const isOld = epoch === this.#epoch && sequence < expected;
    return isOld ? errorCodes.DUPLICATE_SEQUENCE_NUMBER : errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER;
  }
}
