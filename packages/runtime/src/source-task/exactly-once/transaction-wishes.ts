import { ConnectError, type SourceRecord, type TransactionContext } from '@sluice/connect-api';

export type TransactionEnd = 'commit' | 'abort';

/** What a task says of the ends of its transactions. Contradictions fail the task, however it asks. */
export class TransactionWishes implements TransactionContext {
  readonly #records: Readonly<Record<TransactionEnd, Set<SourceRecord>>> = {
    commit: new Set(),
    abort: new Set(),
  };
  readonly #batch = { commit: false, abort: false };

  commitTransaction(...records: readonly SourceRecord[]): void {
    this.#wish('commit', records);
  }

  abortTransaction(...records: readonly SourceRecord[]): void {
    this.#wish('abort', records);
  }

  /** Whether anything is wished for single records. */
  get concernRecords(): boolean {
    return this.#records.commit.size > 0 || this.#records.abort.size > 0;
  }

  /** What is to happen once the record is sent or dropped. @throws ConnectError for a contradiction. */
  takeFor(record: SourceRecord): TransactionEnd | null {
    const commits = this.#records.commit.delete(record);
    const aborts = this.#records.abort.delete(record);
    if (commits && aborts) {
      throw contradiction(
        `record against topic/partition ${record.topic}/${record.kafkaPartition ?? 'null'}`,
      );
    }
    return chosen(commits, aborts);
  }

  /** What is to happen once the batch is sent. @throws ConnectError for a contradiction. */
  takeForBatch(): TransactionEnd | null {
    const { commit, abort } = this.#batch;
    if (commit && abort) throw contradiction('transaction');
    this.#batch.commit = this.#batch.abort = false;
    return chosen(commit, abort);
  }

  #wish(end: TransactionEnd, records: readonly (SourceRecord | null | undefined)[]): void {
    if (records.length === 0) {
      this.#batch[end] = true;
      return;
    }
    const [record] = records;
    if (typeof record !== 'object' || record === null) {
      throw new TypeError('Source record used to define transaction boundaries may not be null');
    }
    this.#records[end].add(record);
  }
}

function chosen(commits: boolean, aborts: boolean): TransactionEnd | null {
  if (aborts) return 'abort';
  return commits ? 'commit' : null;
}

function contradiction(what: string): ConnectError {
  return new ConnectError(`Connector requested both commit and abort of same ${what}`, {
    code: 'TRANSACTION_WISHES_CONTRADICT',
  });
}
