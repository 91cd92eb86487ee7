import { errorCodes, fetchApi, iterateBatches, type ErrorName } from '@sluice/kafka-protocol';
import type { FetchRequest, FetchTarget, PartitionResult } from '../../fetch-sessions/fetch-session.ts';
import { longPoll, type ReadResult, type ReadTarget } from '../../log/long-poll.ts';
import type { PartitionLog } from '../../log/partition-log.ts';
import { handleApi, type RequestContext } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requirePartition, requireTopic } from '../../topics/find-topic.ts';

const firstVersionWithTopicIds = 13;
const leaderEpoch = 0;
const readCommitted = 1;
// As large as a real broker lets an answer become, whatever the client allows.
const maxAnswerBytes = 55 * 1024 * 1024;
const unknownOffset = -1n;

export const fetch = handleApi(fetchApi, {
  versions: [4, 18],
  notes: 'Batches are never cut. There are no followers: what asks as one is answered as a consumer.',
  refuse: ({ topics }, errorCode) => ({
    responses: topics.map(({ topic, topicId, partitions }) => ({
      topic,
      topicId,
      partitions: partitions.map(({ partition }) => ({
        partitionIndex: partition,
        errorCode,
        highWatermark: unknownOffset,
        abortedTransactions: null,
        records: null,
      })),
    })),
  }),
  async handle(request, context) {
    const { broker, version } = context;
    const plan = broker.fetchSessions.plan(request, version >= firstVersionWithTopicIds);
    if (typeof plan === 'string') return { errorCode: errorCodes[plan], responses: [] };
    const logs = await Promise.all(plan.targets.map((target) => openLog(target, context)));
    const records = await readRecords(request, { targets: plan.targets, logs }, context);
    const results = plan.targets.map((target, index) =>
      partitionResult(target, { log: logs[index], records: records[index], request }),
    );
    return { sessionId: plan.sessionId, responses: plan.tell(results) };
  },
});

async function openLog(
  { topic: name, topicId: id, request: { partition, currentLeaderEpoch } }: FetchTarget,
  { broker, version }: RequestContext,
): Promise<PartitionLog | ErrorName> {
  try {
    const topic = requireTopic(broker.topics, { name, id, byId: version >= firstVersionWithTopicIds });
    requirePartition(topic, partition);
    return currentLeaderEpoch > leaderEpoch ? 'UNKNOWN_LEADER_EPOCH' : await topic.log(partition);
  } catch (error) {
    if (error instanceof RequestError) return error.error;
    broker.log.error({ topic: name, partition, reason: String(error) }, 'a partition could not be opened');
    return 'KAFKA_STORAGE_ERROR';
  }
}

interface OpenedTargets {
  readonly targets: readonly FetchTarget[];
  /** The log of each target, or the reason why there is none. */
  readonly logs: readonly (PartitionLog | ErrorName)[];
}

async function readRecords(
  { minBytes, maxBytes, maxWaitMs, isolationLevel }: FetchRequest,
  { targets, logs }: OpenedTargets,
  { onDisconnect }: RequestContext,
): Promise<readonly ReadResult[]> {
  const readable: ReadTarget[] = [];
  const onlyStable = isolationLevel === readCommitted;
  targets.forEach(({ request }, index) => {
    const log = logs[index];
    if (log === undefined || typeof log === 'string') return;
    const offset = Number(request.fetchOffset);
    readable.push({ log, offset, maxBytes: request.partitionMaxBytes, onlyStable });
  });
  const waits = readable.length > 0 && readable.length === targets.length;
  const results = await longPoll(readable, {
    minBytes,
    maxBytes: Math.min(maxBytes, maxAnswerBytes),
    maxWaitMs: waits ? maxWaitMs : 0,
    onDisconnect,
  });
  let next = 0;
  return logs.map((log) => (typeof log === 'string' ? log : (results[next++] ?? 'UNKNOWN_SERVER_ERROR')));
}

function partitionResult(
  { request: { partition, fetchOffset } }: FetchTarget,
  {
    log,
    records,
    request: { isolationLevel },
  }: {
    log: PartitionLog | ErrorName | undefined;
    records: ReadResult | undefined;
    request: FetchRequest;
  },
): PartitionResult {
  const abortedTransactions = isolationLevel === readCommitted ? [] : null;
  if (log === undefined || typeof log === 'string') {
    return { ...withoutRecords(partition, log ?? 'UNKNOWN_SERVER_ERROR'), abortedTransactions };
  }
  if (records === undefined || typeof records === 'string') {
    return { ...withoutRecords(partition, records ?? 'UNKNOWN_SERVER_ERROR'), abortedTransactions };
  }
  return {
    partitionIndex: partition,
    errorCode: errorCodes.NONE,
    highWatermark: BigInt(log.endOffset),
    lastStableOffset: BigInt(log.stableOffset),
    logStartOffset: BigInt(log.startOffset),
    abortedTransactions: abortedTransactions === null ? null : abortedIn(log, Number(fetchOffset), records),
    records,
  };
}

function abortedIn(
  log: PartitionLog,
  fetchOffset: number,
  records: Buffer,
): { producerId: bigint; firstOffset: bigint }[] {
  if (records.length === 0 || !log.hasAborted) return [];
  let end = fetchOffset;
  for (const batch of iterateBatches(records)) end = Number(batch.lastOffset) + 1;
  return log.abortedBetween(fetchOffset, end).map(({ producerId, firstOffset }) => ({
    producerId: BigInt(producerId),
    firstOffset: BigInt(firstOffset),
  }));
}

function withoutRecords(partition: number, error: ErrorName): PartitionResult {
  return {
    partitionIndex: partition,
    errorCode: errorCodes[error],
    highWatermark: unknownOffset,
    abortedTransactions: null,
    records: Buffer.alloc(0),
  };
}
