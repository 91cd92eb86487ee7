import {
  DataError,
  errorCodeOf,
  RejectedRecordsError,
  type ErrantRecordReporter,
  type SinkRecord,
} from '@sluice/connect-api';
import type { RefusedRecord } from '../write/refused-record.ts';

/** Sees to it that every record that was refused is reported, once what came with it is written. */
export class RefusedRecords {
  /** Whether the task goes on without them. */
  areTolerated = false;
  readonly #reporter: ErrantRecordReporter | null;
  /** Those that `put` has still to tell of, by their place. */
  readonly #untold = new Map<string, unknown>();

  constructor(reporter: ErrantRecordReporter | null) {
    this.#reporter = reporter;
  }

  /** @throws FirstRefusal for the first of them, so that nothing of their batch is written. */
  failUnlessTolerated(refused: readonly RefusedRecord[]): void {
    const [first] = refused;
    if (first !== undefined && !this.areTolerated) throw new FirstRefusal(first);
  }

  /** Resolves when reports are safe, where there is somebody to report to. */
  async report(refused: readonly RefusedRecord[]): Promise<void> {
    const reporter = this.#reporter;
    if (reporter === null) return;
    await Promise.all(refused.map(({ record, error }) => reporter.report(record, error)));
  }

  /** Has `put` tell of those that nobody was told of. */
  remember(refused: readonly RefusedRecord[]): void {
    if (this.#reporter !== null) return;
    for (const { record, error } of refused) this.#untold.set(placeOf(record), error);
  }

  /** @throws RejectedRecordsError when there are any among the records of `put`. */
  tell(records: readonly SinkRecord[]): void {
    if (this.#untold.size === 0) return;
    const rejected = records.flatMap((record, index) => {
      const place = placeOf(record);
      if (!this.#untold.has(place)) return [];
      const error = this.#untold.get(place);
      this.#untold.delete(place);
      return [{ index, error }];
    });
    if (rejected.length > 0) throw new RejectedRecordsError(rejected);
  }

  /** What `put` has to throw for a {@link FirstRefusal}; `null` for other errors. */
  refusalIn(error: unknown, records: readonly SinkRecord[]): unknown {
    if (!(error instanceof FirstRefusal)) return null;
    const { record, error: cause } = error.refused;
    const index = records.indexOf(record);
    if (index >= 0) return new RejectedRecordsError([{ index, error: cause }]);
    return (
      this.#refusalToGoOn(record, cause) ??
      new DataError(`The record ${placeOf(record)} was refused: ${messageOf(cause)}`, {
        code: errorCodeOf(cause) as 'DATABASE_VALUE_REFUSED',
        cause,
      })
    );
  }

  /** Reports a record of an earlier `put`, which throws what the task is to fail with. */
  #refusalToGoOn(record: SinkRecord, cause: unknown): unknown {
    try {
      this.#reporter?.report(record, cause).catch(() => {});
      return null;
    } catch (refusal) {
      return refusal;
    }
  }
}

/** Ends a batch at the first record that must not be there. */
class FirstRefusal extends Error {
  readonly refused: RefusedRecord;

  constructor(refused: RefusedRecord) {
    super('A record was refused', { cause: refused.error });
    this.refused = refused;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function placeOf({ originalTopic, originalKafkaPartition, originalKafkaOffset }: SinkRecord): string {
  return `${originalTopic}-${originalKafkaPartition}@${originalKafkaOffset}`;
}
