/** The states of a transaction, under the names that clients are shown. */
export type TransactionState =
  /** A producer took the transactional id, and nothing was written yet. */
  | 'Empty'
  | 'Ongoing'
  /** It is decided, and being written into the partitions. */
  | 'PrepareCommit'
  | 'PrepareAbort'
  | 'CompleteCommit'
  | 'CompleteAbort';

export interface TransactionPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface ProducerIdentity {
  readonly producerId: number;
  readonly epoch: number;
}

/** All that is known of one transactional id: its producer, and its last transaction. */
export interface TransactionRecord extends ProducerIdentity {
  readonly transactionalId: string;
  /** Before the last change of them, to recognize who asks again for what was done; -1 without one. */
  readonly previousProducerId: number;
  readonly previousEpoch: number;
  /** The producer id that follows when the transaction is over; -1 where it stays. */
  readonly nextProducerId: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  readonly partitions: readonly TransactionPartition[];
  /** Consumer groups for which offsets are committed with it. */
  readonly groups: readonly string[];
  /** -1 while none is under way. */
  readonly startMs: number;
  readonly updatedMs: number;
}

/** What says of itself which producer of which transactional id it comes from. */
export interface TransactionClaim extends ProducerIdentity {
  readonly transactionalId: string;
}

/** The last epoch that a producer gets; the one behind it is for whoever fences it. */
export const lastEpoch = 32_766;

export function isDecided({ state }: TransactionRecord): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort';
}

export function isOver({ state }: TransactionRecord): boolean {
  return state === 'Empty' || state === 'CompleteCommit' || state === 'CompleteAbort';
}

export function isPrevious(record: TransactionRecord, { producerId, epoch }: ProducerIdentity): boolean {
  return record.previousProducerId === producerId && record.previousEpoch === epoch;
}

export function hasPartition({ partitions }: TransactionRecord, wanted: TransactionPartition): boolean {
  return partitions.some(({ topic, partition }) => partition === wanted.partition && topic === wanted.topic);
}

/** The transaction with more partitions and groups in it, begun where none was under way. */
export function extended(
  record: TransactionRecord,
  { partitions, groups }: { partitions: readonly TransactionPartition[]; groups: readonly string[] },
  nowMs: number,
): TransactionRecord {
  const fresh = isOver(record);
  const known = fresh ? { ...record, partitions: [], groups: [] } : record;
  const newPartitions = partitions.filter((each) => !hasPartition(known, each));
  return {
    ...record,
    state: 'Ongoing',
    partitions: [...known.partitions, ...newPartitions],
    groups: [...new Set([...known.groups, ...groups])],
    startMs: fresh ? nowMs : record.startMs,
    updatedMs: nowMs,
  };
}

/** The transaction with its outcome decided, and its producer in a newer epoch where `bumpsEpoch` says so. */
export function decided(
  record: TransactionRecord,
  decision: { outcome: 'commit' | 'abort'; bumpsEpoch: boolean; nextProducerId?: number },
  nowMs: number,
): TransactionRecord {
  const { outcome, bumpsEpoch, nextProducerId = -1 } = decision;
  const bumped = bumpsEpoch
    ? { epoch: record.epoch + 1, previousEpoch: record.epoch, previousProducerId: record.producerId }
    : {};
  return {
    ...record,
    ...bumped,
    nextProducerId,
    state: outcome === 'commit' ? 'PrepareCommit' : 'PrepareAbort',
    updatedMs: nowMs,
  };
}

/** The transaction when its outcome is written everywhere. */
export function completed(record: TransactionRecord, nowMs: number): TransactionRecord {
  const identity = record.nextProducerId < 0 ? {} : { producerId: record.nextProducerId, epoch: 0 };
  return {
    ...record,
    ...identity,
    nextProducerId: -1,
    state: record.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort',
    partitions: [],
    groups: [],
    startMs: -1,
    updatedMs: nowMs,
  };
}
