import type { ErrorName } from '@sluice/kafka-protocol';
import {
  decided,
  isDecided,
  isPrevious,
  lastEpoch,
  type ProducerIdentity,
  type TransactionRecord,
} from './transaction-record.ts';

export interface InitRequest {
  readonly transactionalId: string;
  readonly timeoutMs: number;
  /** What the producer takes itself for; null from one that begins. */
  readonly expected: ProducerIdentity | null;
}

export interface InitAnswer extends ProducerIdentity {
  readonly error: ErrorName;
}

/** What the coordinator does for it. */
export interface InitOptions {
  readonly maxTimeoutMs: number;
  readonly nextProducerId: () => Promise<number>;
  readonly now: () => number;
  readonly find: (transactionalId: string) => TransactionRecord | undefined;
  readonly save: (record: TransactionRecord) => Promise<void>;
  readonly finish: (record: TransactionRecord) => Promise<TransactionRecord>;
}

/** Gives a producer its id and an epoch that nobody had before. A transaction that is under way is aborted first. */
export async function initTransactions(request: InitRequest, options: InitOptions): Promise<InitAnswer> {
  const { transactionalId, timeoutMs, expected } = request;
  if (timeoutMs <= 0 || timeoutMs > options.maxTimeoutMs) return refused('INVALID_TRANSACTION_TIMEOUT');
  const found = options.find(transactionalId);
  if (found === undefined) {
    return expected === null ? begin(request, options) : refused('PRODUCER_FENCED');
  }
  if (expected !== null && isPrevious(found, expected)) return granted(found);
  if (expected !== null && !isSame(found, expected)) return refused('PRODUCER_FENCED');
  const record = await endCurrent(found, options);
  const isExhausted = record.epoch >= lastEpoch;
  const fresh: TransactionRecord = {
    ...record,
    producerId: isExhausted ? await options.nextProducerId() : record.producerId,
    epoch: isExhausted ? 0 : record.epoch + 1,
    // Only who said what it was before may ask again with that.
    previousProducerId: expected === null ? -1 : found.producerId,
    previousEpoch: expected === null ? -1 : found.epoch,
    timeoutMs,
    state: 'Empty',
    updatedMs: options.now(),
  };
  await options.save(fresh);
  return granted(fresh);
}

async function begin({ transactionalId, timeoutMs }: InitRequest, options: InitOptions): Promise<InitAnswer> {
  const record: TransactionRecord = {
    transactionalId,
    producerId: await options.nextProducerId(),
    epoch: 0,
    previousProducerId: -1,
    previousEpoch: -1,
    nextProducerId: -1,
    timeoutMs,
    state: 'Empty',
    partitions: [],
    groups: [],
    startMs: -1,
    updatedMs: options.now(),
  };
  await options.save(record);
  return granted(record);
}

async function endCurrent(record: TransactionRecord, options: InitOptions): Promise<TransactionRecord> {
  if (isDecided(record)) return options.finish(record);
  if (record.state !== 'Ongoing') return record;
  // In a newer epoch, so that whoever began it can write nothing more.
  const aborted = decided(record, { outcome: 'abort', bumpsEpoch: true }, options.now());
  await options.save(aborted);
  return options.finish(aborted);
}

function isSame(record: ProducerIdentity, { producerId, epoch }: ProducerIdentity): boolean {
  return record.producerId === producerId && record.epoch === epoch;
}

function granted({ producerId, epoch }: ProducerIdentity): InitAnswer {
  return { error: 'NONE', producerId, epoch };
}

function refused(error: ErrorName): InitAnswer {
  return { error, producerId: -1, epoch: -1 };
}
