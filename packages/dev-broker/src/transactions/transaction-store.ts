import { Journal } from '../storage/journal.ts';
import type { Storage } from '../storage/storage.ts';
import type { TransactionRecord } from './transaction-record.ts';

const journalPath = 'transactions.journal';

type TransactionEntry =
  | { readonly kind: 'transaction'; readonly record: TransactionRecord }
  | { readonly kind: 'transaction-removed'; readonly id: string };

/** The state of all transactional ids, kept across restarts. */
export class TransactionStore {
  readonly #records = new Map<string, TransactionRecord>();
  #journal: Journal<TransactionEntry> | null = null;

  private constructor() {}

  static async open(storage: Storage): Promise<TransactionStore> {
    const store = new TransactionStore();
    store.#journal = await Journal.open<TransactionEntry>({
      storage,
      path: journalPath,
      apply: (entry) => store.#apply(entry),
      snapshot: () => store.#snapshot(),
    });
    return store;
  }

  all(): TransactionRecord[] {
    return [...this.#records.values()];
  }

  async save(record: TransactionRecord): Promise<void> {
    await this.#journal?.append({ kind: 'transaction', record });
  }

  async remove(id: string): Promise<void> {
    await this.#journal?.append({ kind: 'transaction-removed', id });
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  #apply(entry: TransactionEntry): void {
    if (entry.kind === 'transaction') this.#records.set(entry.record.transactionalId, entry.record);
    else this.#records.delete(entry.id);
  }

  *#snapshot(): Iterable<TransactionEntry> {
    for (const record of this.#records.values()) yield { kind: 'transaction', record };
  }
}
