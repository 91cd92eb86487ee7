import type { PluginLogger } from '@sluice/connect-api';
import { faultOf, type Database, type SqlInstant, type TableId } from '@sluice/connector-shared-sql';
import { databaseNow } from '../scan/time-expressions.ts';
import { openTransactionsOf, type OpenTransactions, type TransactionNames } from './open-transactions.ts';
import { SettledMark } from './settled-mark.ts';

export interface HorizonParts {
  readonly database: Database;
  /** `null` for a query. */
  readonly table: TableId | null;
  readonly lateCommits: 'auto' | 'wait' | 'ignore';
  /** The highest number there is; `null` when there are no rows. */
  readonly highest: () => Promise<bigint | null>;
  readonly pause: (durationMs: number) => Promise<void>;
  readonly isStopping: () => boolean;
  readonly log: PluginLogger;
}

/** After this long it is logged whom is waited for, and then again. */
const warnAfterMs = 60_000;

/** How far a table can be read without missing what commits late. One for each table and connection. */
export class Horizon {
  readonly #parts: HorizonParts;
  readonly #transactions: OpenTransactions | null;
  readonly #number: SettledMark<bigint>;
  readonly #time: SettledMark<SqlInstant>;
  #isBlind = false;
  #nextWarningMs = 0;

  constructor(parts: HorizonParts) {
    this.#parts = parts;
    const { database, table, lateCommits, highest, pause, isStopping } = parts;
    const transactions = lateCommits === 'ignore' ? null : openTransactionsOf(database);
    this.#transactions = transactions;
    const common = { patienceMs: transactions?.patienceMs ?? [], pause, isStopping };
    const list = (ask: (from: OpenTransactions) => Promise<TransactionNames>) => () =>
      transactions === null ? Promise.resolve(new Set<string>()) : ask(transactions);
    this.#number = new SettledMark({
      ...common,
      reach: highest,
      transactions: list((from) => from.writers(table)),
    });
    this.#time = new SettledMark({
      ...common,
      reach: () => databaseNow(database),
      transactions: list((from) => from.all()),
    });
  }

  /** Whether transactions are waited for. */
  get isWaiting(): boolean {
    return this.#number.waitsFor !== null || this.#time.waitsFor !== null;
  }

  /** The highest number up to which rows can be read; `null` when there are none to read yet. */
  number(): Promise<bigint | null> {
    return this.#settled(this.#number, this.#parts.highest);
  }

  /** The time before which rows can be read; `null` when there are none to read yet. */
  time(): Promise<SqlInstant | null> {
    return this.#settled(this.#time, () => databaseNow(this.#parts.database));
  }

  async #settled<T>(mark: SettledMark<T>, unsettled: () => Promise<T | null>): Promise<T | null> {
    if (this.#transactions === null || this.#isBlind) return unsettled();
    try {
      const settled = await mark.advance();
      this.#warnOfWaiting(mark);
      return settled;
    } catch (error) {
      if (this.#parts.lateCommits === 'wait' || faultOf(error) !== 'privilege') throw error;
      this.#isBlind = true;
      this.#parts.log.warn(
        { err: error },
        'Open transactions cannot be seen, so that rows that commit late may be missed: grant PROCESS, or set timestamp.delay.interval.ms to more than the longest transaction',
      );
      return unsettled();
    }
  }

  #warnOfWaiting<T>(mark: SettledMark<T>): void {
    const { waitsFor } = mark;
    if (waitsFor === null) return;
    const nowMs = performance.now();
    if (nowMs < Math.max(waitsFor.sinceMs + warnAfterMs, this.#nextWarningMs)) return;
    this.#nextWarningMs = nowMs + warnAfterMs;
    const transactions = [...waitsFor.transactions].slice(0, 5);
    this.#parts.log.warn(
      { transactions, waitingMs: Math.round(nowMs - waitsFor.sinceMs) },
      'New rows are not read since transactions are open that may still write earlier ones; late.commits=ignore would read them',
    );
  }
}
