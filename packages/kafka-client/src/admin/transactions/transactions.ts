import type { AdminRequests } from '../requests/admin-requests.ts';
import type { Outcomes } from '../requests/outcome.ts';
import type { BrokerListing } from '../requests/list-from-brokers.ts';
import { describeTransactions, type TransactionDescription } from './describe-transactions.ts';
import { fenceProducers, type FencedProducer } from './fence-producers.ts';
import { listTransactions, type ListedTransaction, type TransactionFilter } from './list-transactions.ts';

/** Transactions and their producers. */
export class TransactionAdmin {
  readonly #requests: AdminRequests;

  constructor(requests: AdminRequests) {
    this.#requests = requests;
  }

  /** The transactions that each broker coordinates. */
  list(filter: TransactionFilter = {}): Promise<BrokerListing<ListedTransaction>> {
    return listTransactions(this.#requests, filter);
  }

  /** By transactional id. */
  describe(transactionalIds: readonly string[]): Promise<Outcomes<TransactionDescription>> {
    return describeTransactions(this.#requests, transactionalIds);
  }

  /**
   * Aborts the open transactions of these ids, and has their producers refused from now on (KIP-618). Producers that
   * begin with such an id later are not concerned.
   */
  fenceProducers(transactionalIds: readonly string[]): Promise<Outcomes<FencedProducer>> {
    return fenceProducers(this.#requests, transactionalIds);
  }
}
