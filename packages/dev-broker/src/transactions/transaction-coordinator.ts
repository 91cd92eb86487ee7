import type { ErrorName } from '@sluice/kafka-protocol';
import type { StartTimer, Timer } from '../groups/timers.ts';
import { initTransactions, type InitAnswer, type InitRequest } from './init-transactions.ts';
import { refusalOfEnd } from './refusal-of-end.ts';
import {
  completed,
  decided,
  extended,
  hasPartition,
  isDecided,
  isOver,
  isPrevious,
  lastEpoch,
  type ProducerIdentity,
  type TransactionClaim,
  type TransactionPartition,
  type TransactionRecord,
} from './transaction-record.ts';
import type { TransactionStore } from './transaction-store.ts';

/** How a transaction ended, for one of its partitions. */
export interface Ending extends ProducerIdentity {
  readonly outcome: 'commit' | 'abort';
}

export interface TransactionCoordinatorOptions {
  readonly store: TransactionStore;
  readonly nextProducerId: () => Promise<number>;
  /** Rejects where the marker could not be written; a partition that is gone needs none. */
  readonly writeMarker: (partition: TransactionPartition, ending: Ending) => Promise<void>;
  readonly endGroupOffsets: (groupId: string, ending: Ending) => Promise<void>;
  readonly startTimer: StartTimer;
  readonly now: () => number;
  readonly maxTimeoutMs: number;
  /** How long a transactional id without a transaction under way is remembered. */
  readonly idExpirationMs: number;
  readonly onError: (message: string, error: unknown) => void;
}

export interface EndAnswer extends ProducerIdentity {
  readonly error: ErrorName;
}

/** What is to become part of a transaction. */
export interface TransactionAddition {
  readonly partitions?: readonly TransactionPartition[];
  readonly groups?: readonly string[];
}

const nobody: ProducerIdentity = { producerId: -1, epoch: -1 };

/**
 * All transactions of the broker. What is asked for one transactional id happens one after the other; what was decided
 * is written down before it is done, so that it is done to its end after a crash.
 */
export class TransactionCoordinator {
  readonly #options: TransactionCoordinatorOptions;
  readonly #records = new Map<string, TransactionRecord>();
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #timeouts = new Map<string, Timer>();

  constructor(options: TransactionCoordinatorOptions) {
    this.#options = options;
    for (const record of options.store.all()) this.#records.set(record.transactionalId, record);
  }

  /** Ends what was decided before the broker ended, and watches what is under way. */
  async resume(): Promise<void> {
    for (const record of this.all()) {
      if (isDecided(record)) await this.#inTurn(record.transactionalId, () => this.#finish(record));
      else this.#watch(record);
    }
  }

  all(): TransactionRecord[] {
    return [...this.#records.values()];
  }

  find(transactionalId: string): TransactionRecord | undefined {
    return this.#records.get(transactionalId);
  }

  /** Makes whoever asks the only producer of the transactional id. */
  init(request: InitRequest): Promise<InitAnswer> {
    const { maxTimeoutMs, nextProducerId, now } = this.#options;
    return this.#inTurn(request.transactionalId, () =>
      initTransactions(request, {
        maxTimeoutMs,
        nextProducerId,
        now,
        find: (id) => this.#records.get(id),
        save: (record) => this.#save(record),
        finish: (record) => this.#finish(record),
      }),
    );
  }

  add(claim: TransactionClaim, { partitions = [], groups = [] }: TransactionAddition): Promise<ErrorName> {
    return this.#inTurn(claim.transactionalId, async () => {
      const record = this.#records.get(claim.transactionalId);
      const refusal = refusalOf(record, claim);
      if (refusal !== 'NONE' || record === undefined) return refusal;
      if (isDecided(record)) return 'CONCURRENT_TRANSACTIONS';
      const wanted = extended(record, { partitions, groups }, this.#options.now());
      const isNew =
        wanted.partitions.length > record.partitions.length || wanted.groups.length > record.groups.length;
      if (isNew || record.state !== 'Ongoing') await this.#save(wanted);
      return 'NONE';
    });
  }

  /** Whether something is being done for the transactional id, which what is asked now comes after. */
  isBusyWith(transactionalId: string): boolean {
    return this.#turns.has(transactionalId);
  }

  /** Whether records of the partition belong to the transaction under way. */
  admits(claim: TransactionClaim, partition: TransactionPartition): ErrorName {
    return this.#admits(claim, (record) => hasPartition(record, partition));
  }

  admitsGroup(claim: TransactionClaim, groupId: string): ErrorName {
    return this.#admits(claim, ({ groups }) => groups.includes(groupId));
  }

  /** Resolves when the outcome can be seen everywhere. With `bumpsEpoch` the producer goes on in a newer epoch (KIP-890). */
  end(
    claim: TransactionClaim,
    { outcome, bumpsEpoch }: { outcome: 'commit' | 'abort'; bumpsEpoch: boolean },
  ): Promise<EndAnswer> {
    return this.#inTurn(claim.transactionalId, async () => {
      const record = this.#records.get(claim.transactionalId);
      const refused = (error: ErrorName): EndAnswer => ({ error, ...nobody });
      if (record === undefined) return refused('INVALID_PRODUCER_ID_MAPPING');
      if (bumpsEpoch && isPrevious(record, claim)) return this.#endAgain(record, outcome);
      const refusal = refusalOf(record, claim);
      if (refusal !== 'NONE') return refused(refusal);
      const refusalToEnd = refusalOfEnd(record.state, { outcome, bumpsEpoch });
      if (refusalToEnd !== 'NONE') return refused(refusalToEnd);
      const isDone = !bumpsEpoch && isOver(record);
      const ended = isDone ? record : await this.#end(record, { outcome, bumpsEpoch });
      return { error: 'NONE', producerId: ended.producerId, epoch: ended.epoch };
    });
  }

  async removeExpired(): Promise<void> {
    const { now, idExpirationMs, store } = this.#options;
    for (const record of this.all()) {
      if (!isOver(record) || now() - record.updatedMs < idExpirationMs) continue;
      this.#records.delete(record.transactionalId);
      await store.remove(record.transactionalId);
    }
  }

  close(): void {
    for (const timer of this.#timeouts.values()) timer.cancel();
    this.#timeouts.clear();
  }

  #admits(claim: TransactionClaim, isPart: (record: TransactionRecord) => boolean): ErrorName {
    const record = this.#records.get(claim.transactionalId);
    const refusal = refusalOf(record, claim);
    if (refusal !== 'NONE' || record === undefined) return refusal;
    return record.state === 'Ongoing' && isPart(record) ? 'NONE' : 'TRANSACTION_ABORTABLE';
  }

  // The answer to the first time may have been lost.
  async #endAgain(record: TransactionRecord, outcome: 'commit' | 'abort'): Promise<EndAnswer> {
    const ended = isDecided(record) ? await this.#finish(record) : record;
    const expected = outcome === 'commit' ? 'CompleteCommit' : 'CompleteAbort';
    if (ended.state !== expected) {
      return { error: ended.state === 'Empty' ? 'PRODUCER_FENCED' : 'INVALID_TXN_STATE', ...nobody };
    }
    return { error: 'NONE', producerId: ended.producerId, epoch: ended.epoch };
  }

  async #end(
    record: TransactionRecord,
    { outcome, bumpsEpoch }: { outcome: 'commit' | 'abort'; bumpsEpoch: boolean },
  ): Promise<TransactionRecord> {
    if (isDecided(record)) return this.#finish(record);
    const isExhausted = bumpsEpoch && record.epoch >= lastEpoch;
    const nextProducerId = isExhausted ? await this.#options.nextProducerId() : -1;
    const decision = decided(record, { outcome, bumpsEpoch, nextProducerId }, this.#options.now());
    await this.#save(decision);
    return this.#finish(decision);
  }

  /** Writes what was decided into every partition and group; the transaction stays decided where that fails. */
  async #finish(record: TransactionRecord): Promise<TransactionRecord> {
    const { writeMarker, endGroupOffsets, now } = this.#options;
    const { producerId, epoch, state, partitions, groups } = record;
    const ending: Ending = { producerId, epoch, outcome: state === 'PrepareCommit' ? 'commit' : 'abort' };
    await Promise.all([
      ...partitions.map((partition) => writeMarker(partition, ending)),
      ...groups.map((groupId) => endGroupOffsets(groupId, ending)),
    ]);
    const done = completed(record, now());
    await this.#save(done);
    return done;
  }

  // In memory at once: from here on nothing more of a decided transaction is admitted.
  async #save(record: TransactionRecord): Promise<void> {
    const { transactionalId } = record;
    const before = this.#records.get(transactionalId);
    this.#records.set(transactionalId, record);
    try {
      await this.#options.store.save(record);
    } catch (error) {
      if (before === undefined) this.#records.delete(transactionalId);
      else this.#records.set(transactionalId, before);
      throw error;
    }
    this.#watch(record);
  }

  #watch({ transactionalId, state, startMs, timeoutMs }: TransactionRecord): void {
    this.#timeouts.get(transactionalId)?.cancel();
    this.#timeouts.delete(transactionalId);
    if (state !== 'Ongoing') return;
    const { startTimer, now, onError } = this.#options;
    const leftMs = Math.max(0, startMs + timeoutMs - now());
    const timer = startTimer(leftMs, () => {
      this.#inTurn(transactionalId, () => this.#abortTimedOut(transactionalId, startMs)).catch(
        (error: unknown) => onError('a transaction that timed out could not be aborted', error),
      );
    });
    this.#timeouts.set(transactionalId, timer);
  }

  async #abortTimedOut(transactionalId: string, startMs: number): Promise<void> {
    const record = this.#records.get(transactionalId);
    if (record?.state !== 'Ongoing' || record.startMs !== startMs) return;
    await this.#end(record, { outcome: 'abort', bumpsEpoch: true });
  }

  #inTurn<T>(transactionalId: string, action: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(transactionalId) ?? Promise.resolve();
    const run = before.then(action);
    const settled = run.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(transactionalId, settled);
    void settled.then(() => {
      if (this.#turns.get(transactionalId) === settled) this.#turns.delete(transactionalId);
    });
    return run;
  }
}

/** Why the producer may not do anything for the transactional id; NONE where it may. */
function refusalOf(record: TransactionRecord | undefined, claim: TransactionClaim): ErrorName {
  if (record === undefined || record.producerId !== claim.producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  return record.epoch === claim.epoch ? 'NONE' : 'PRODUCER_FENCED';
}
