import { errorCodes } from '@sluice/kafka-protocol';
import type { Cluster } from '../cluster/cluster.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import type { PartitionOffset } from '../group/group-offsets.ts';
import type { Identity, ProducerId } from '../produce/send/producer-id.ts';
import { backoffMs, completionPauseMs } from '../timing/backoff.ts';
import { delay } from '../timing/delay.ts';
import type { TopicPartition } from '../topic-partition.ts';
import type { GroupMetadata } from './group-metadata.ts';
import { PendingOperation } from './pending-operation.ts';
import { TransactionPartitions } from './transaction-partitions.ts';
import { transactionFeature, transactionProtocol, type TransactionProtocol } from './transaction-protocol.ts';
import { TransactionRequests } from './transaction-requests.ts';
import {
  nextTransactionState,
  type TransactionEvent,
  type TransactionOperation,
  type TransactionState,
} from './transaction-state.ts';
import {
  isFatalToProducer,
  judgeTransactionError,
  type TransactionRequest,
  type TransactionVerdict,
} from './transaction-verdict.ts';

export interface TransactionsParts {
  readonly cluster: Cluster;
  readonly transactionalId: string;
  readonly timeoutMs: number;
  readonly maxBlockMs: number;
  /** Sends what was appended; resolves when all of it is delivered or failed. */
  readonly flush: () => Promise<void>;
  /** Fails what waits to be sent and what comes back to be sent again, until `resume`. */
  readonly giveUp: (error: KafkaError) => void;
  readonly resume: () => void;
  /** Called when the state, and with it `refusal`, has changed. */
  readonly onChanged: () => void;
  /** Called when more partitions may be written. */
  readonly onAdmitted: () => void;
}

/** The transactions of one producer (KIP-98, KIP-360, KIP-890), one after the other. */
export class Transactions implements Identity {
  readonly isTransactional = true;
  readonly #parts: TransactionsParts;
  readonly #requests: TransactionRequests;
  readonly #pending: PendingOperation;
  readonly #partitions = new TransactionPartitions(
    (partitions) => this.#addPartitions(partitions),
    () => this.#parts.onAdmitted(),
  );
  #state: TransactionState = 'uninitialized';
  /** Settled when all offsets given so far are sent, or cannot be. */
  #offsets: Promise<void> = Promise.resolve();
  #protocol: TransactionProtocol = 1;
  #current: ProducerId | null = null;
  /** Why the transaction can only be aborted, or the producer do nothing more. */
  #error: KafkaError | null = null;
  /** Whether the coordinator may know of the transaction. */
  #hasBegun = false;
  #mustBumpEpoch = false;
  #isForgotten = false;

  constructor(parts: TransactionsParts) {
    this.#parts = parts;
    this.#requests = new TransactionRequests(parts);
    this.#pending = new PendingOperation(parts.maxBlockMs);
  }

  get protocol(): TransactionProtocol {
    return this.#protocol;
  }

  /** Why nothing can be appended now; `null` in a transaction. */
  get refusal(): KafkaError | null {
    if (this.#state === 'in-transaction') return null;
    return this.#error ?? illegal('append', this.#state);
  }

  get(): ProducerId | null {
    return this.#state === 'failed' ? null : this.#current;
  }

  outdate(id: ProducerId): void {
    if (id === this.#current) this.#mustBumpEpoch = true;
  }

  /** Whether batches of the partition may be sent; `onAdmitted` is called when more may. */
  admits(partition: TopicPartition): boolean {
    if (this.#protocol === 1) return this.#partitions.admits(partition);
    this.#hasBegun = true;
    return true;
  }

  init(): Promise<void> {
    return this.#pending.run('initTransactions', async () => {
      this.#ask('init');
      this.#current = await this.#request('init', () => this.#requests.init(null));
      const level = this.#parts.cluster.links.finalizedLevel(transactionFeature);
      this.#protocol = transactionProtocol(level);
      this.#move('done');
    });
  }

  begin(): void {
    this.#pending.allow('beginTransaction');
    this.#ask('begin');
  }

  async sendOffsets(offsets: readonly PartitionOffset[], group: GroupMetadata): Promise<void> {
    this.#pending.allow('sendOffsetsToTransaction');
    this.#ask('send-offsets');
    if (offsets.length === 0) return;
    const outcome = this.#offsets.then(() => this.#sendOffsets(offsets, group));
    this.#offsets = outcome.catch(() => undefined);
    await this.#pending.within('sendOffsetsToTransaction', outcome);
  }

  commit(): Promise<void> {
    return this.#pending.run('commitTransaction', async () => {
      this.#ask('commit');
      await Promise.all([this.#parts.flush(), this.#offsets]);
      // A batch may have failed meanwhile.
      if (this.#state !== 'committing') throw this.#error ?? illegal('commit', this.#state);
      await this.#end(true);
      if (this.#mustBumpEpoch) await this.#bumpEpoch();
      this.#completed();
    });
  }

  abort(): Promise<void> {
    return this.#pending.run('abortTransaction', async () => {
      this.#ask('abort');
      this.#parts.giveUp(this.#error ?? aborted());
      await Promise.all([this.#parts.flush(), this.#offsets, this.#partitions.settled()]);
      if (this.#state !== 'aborting') throw this.#error ?? illegal('abort', this.#state);
      if (!this.#isForgotten) await this.#end(false);
      if (this.#mustBumpEpoch) await this.#bumpEpoch();
      this.#parts.resume();
      this.#completed();
    });
  }

  /**
   * Before the producer is closed: waits for what is going on, and aborts the transaction that is open. Where that
   * fails, the coordinator does it in time.
   */
  async finish(): Promise<void> {
    await this.#pending.settled();
    const isOpen = this.#state === 'in-transaction' || this.#state === 'abortable-error';
    if (isOpen) await this.abort().catch(() => undefined);
  }

  /** A batch of the transaction was not delivered. */
  batchFailed(error: KafkaError): void {
    if (isFatalToProducer(error.code)) this.#fail(error, 'fatal');
    else if (this.#state === 'in-transaction' || this.#state === 'committing') {
      const isForgotten = error.is('INVALID_PRODUCER_ID_MAPPING');
      this.#fail(error, isForgotten ? 'forgotten' : 'abortable');
    }
  }

  async #sendOffsets(offsets: readonly PartitionOffset[], group: GroupMetadata): Promise<void> {
    if (this.#state !== 'in-transaction' && this.#state !== 'committing') {
      throw this.#error ?? illegal('send-offsets', this.#state);
    }
    const id = this.#idInUse();
    const protocol = this.#protocol;
    if (protocol === 1) {
      await this.#request('add-offsets', () => this.#requests.addOffsets(id, group.groupId));
    }
    this.#hasBegun = true;
    await this.#request('commit-offsets', () =>
      this.#requests.commitOffsets(id, { offsets, group, protocol }),
    );
  }

  async #addPartitions(partitions: readonly TopicPartition[]): Promise<void> {
    const id = this.#idInUse();
    await this.#request('add-partitions', () => this.#requests.addPartitions(id, partitions));
    this.#hasBegun = true;
  }

  async #end(committed: boolean): Promise<void> {
    if (!this.#hasBegun) return;
    const id = this.#idInUse();
    const protocol = this.#protocol;
    try {
      const next = await this.#request('end', () => this.#requests.end(id, { committed, protocol }));
      if (next === null) return;
      this.#current = next;
      this.#mustBumpEpoch = false;
    } catch (error) {
      const isForgotten = judgeTransactionError('end', (error as KafkaError).code) === 'forgotten';
      if (committed || !isForgotten || this.#state === 'failed') throw error;
      // There is nothing left to abort.
      this.#ask('abort');
    }
  }

  async #bumpEpoch(): Promise<void> {
    const id = this.#idInUse();
    if (!this.#requests.canBumpEpoch) throw this.#fail(unmendable(), 'fatal');
    this.#current = await this.#request('init', () => this.#requests.init(id));
  }

  #completed(): void {
    this.#partitions.clear();
    this.#error = null;
    this.#hasBegun = this.#mustBumpEpoch = this.#isForgotten = false;
    this.#move('done');
  }

  /** Sends a request again and again while that helps. Rejects when it does not, with the state changed for it. */
  async #request<T>(request: TransactionRequest, attempt: () => Promise<T>): Promise<T> {
    const { cluster } = this.#parts;
    for (let failures = 1; ; failures += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        const verdict = judgeTransactionError(request, error.code);
        if (verdict !== 'retry') throw this.#isMoot(request, verdict) ? error : this.#fail(error, verdict);
        if (!this.#isWorthWhile(request, error)) throw error;
        await delay(this.#pauseMs(error, failures), cluster.closeSignal);
      }
      if (cluster.closeSignal.aborted)
        throw this.#fail(new KafkaError(-1, 'The producer is closed'), 'fatal');
    }
  }

  /** Whether it makes no difference, as the transaction is being aborted anyway. */
  #isMoot(request: TransactionRequest, verdict: TransactionVerdict): boolean {
    const isPart = request !== 'init' && request !== 'end';
    return this.#state === 'aborting' && isPart && (verdict === 'abortable' || verdict === 'forgotten');
  }

  /**
   * What belongs to a transaction that is lost need not succeed any more. But where it is not known whether the
   * coordinator has begun the transaction, that has to be found out: else it would end it some day, and fence us.
   */
  #isWorthWhile(request: TransactionRequest, error: KafkaError): boolean {
    if (this.#state === 'failed') return false;
    if (request === 'init' || request === 'end' || isUnanswered(error)) return true;
    return this.#state !== 'abortable-error' && this.#state !== 'aborting';
  }

  #pauseMs(error: KafkaError, failures: number): number {
    const pauseMs = backoffMs(failures, this.#parts.cluster.retryBackoff);
    const isFirst = !this.#hasBegun || this.#partitions.isEmpty;
    if (!error.is('CONCURRENT_TRANSACTIONS') || !isFirst) return pauseMs;
    return completionPauseMs(failures, pauseMs);
  }

  #fail(error: KafkaError, verdict: Exclude<TransactionVerdict, 'retry'>): KafkaError {
    const reason = verdict === 'fenced' ? fenced(this.#parts.transactionalId, error) : error;
    const isMended = verdict === 'forgotten' && this.#requests.canBumpEpoch;
    if (isMended) {
      this.#mustBumpEpoch = true;
      this.#isForgotten = error.code === errorCodes.INVALID_PRODUCER_ID_MAPPING;
    }
    this.#error = this.#state === 'initializing' && verdict === 'abortable' ? null : reason;
    this.#move(isMended || verdict === 'abortable' ? 'abortable' : 'fatal');
    if (this.#error !== null) this.#parts.giveUp(reason);
    return reason;
  }

  /** @throws KafkaError when this cannot be asked for now. */
  #ask(operation: TransactionOperation): void {
    const next = nextTransactionState(this.#state, operation);
    if (next === 'illegal') throw this.#error ?? illegal(operation, this.#state);
    this.#state = next;
    this.#parts.onChanged();
  }

  #move(event: Exclude<TransactionEvent, TransactionOperation>): void {
    const next = nextTransactionState(this.#state, event);
    if (next !== 'illegal') this.#state = next;
    this.#parts.onChanged();
  }

  #idInUse(): ProducerId {
    if (this.#current === null) throw this.#error ?? illegal('use', this.#state);
    return this.#current;
  }
}

function isUnanswered(error: KafkaError): boolean {
  return error.is('NETWORK_EXCEPTION') || error.is('REQUEST_TIMED_OUT');
}

const remedies: Partial<Record<TransactionState, string>> = {
  uninitialized: 'call initTransactions first',
  ready: 'call beginTransaction first',
  'in-transaction': 'a transaction is open: commit or abort it first',
};

function illegal(operation: string, state: TransactionState): KafkaError {
  const remedy = remedies[state] ?? 'wait for what is going on';
  return new KafkaError(
    'INVALID_TXN_STATE',
    `A transactional producer that is ${state} cannot ${operation}: ${remedy}`,
  );
}

function aborted(): KafkaError {
  return new KafkaError('INVALID_TXN_STATE', 'The transaction was aborted before the record was sent');
}

function unmendable(): KafkaError {
  const message =
    'Records of the transaction may be lost, and brokers before 2.5 cannot go on with this producer; make another one';
  return new KafkaError('UNSUPPORTED_VERSION', message);
}

function fenced(transactionalId: string, cause: KafkaError): KafkaError {
  const message =
    `Another producer with transactional.id=${transactionalId} has taken over, ` +
    `or the transaction took longer than transaction.timeout.ms; this producer can do nothing more: ${cause.message}`;
  return new KafkaError('PRODUCER_FENCED', message, {
    ...(cause.broker ? { broker: cause.broker } : {}),
    cause,
  });
}
