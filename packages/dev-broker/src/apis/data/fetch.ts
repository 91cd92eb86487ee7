import {
  errorCodes,
  fetchApi,
  type ErrorName,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { longPoll, type ReadResult, type ReadTarget } from '../../log/long-poll.ts';
import type { PartitionLog } from '../../log/partition-log.ts';
import { handleApi, type RequestContext } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requirePartition, requireTopic } from '../../topics/find-topic.ts';

type FetchRequest = RequestOf<typeof fetchApi>;
type TopicRequest = FetchRequest['topics'][number];
type PartitionRequest = TopicRequest['partitions'][number];
type PartitionResult = ResponseInputOf<typeof fetchApi>['responses'][number]['partitions'][number];

const firstVersionWithTopicIds = 13;
const leaderEpoch = 0;
const readCommitted = 1;
// As large as a real broker lets an answer become, whatever the client allows.
const maxAnswerBytes = 55 * 1024 * 1024;
const unknownOffset = -1n;

export const fetch = handleApi(fetchApi, {
  versions: [4, 18],
  notes:
    'Without sessions: every request names all its partitions, as clients then do. Batches are never cut.',
  async handle(request, context) {
    if (request.sessionId !== 0) return { errorCode: errorCodes.FETCH_SESSION_ID_NOT_FOUND, responses: [] };
    const logs = await openLogs(request, context);
    const records = await readRecords(request, logs, context);
    const aborted = request.isolationLevel === readCommitted ? [] : null;
    return {
      responses: request.topics.map(({ topic, topicId, partitions }) => ({
        topic,
        topicId,
        partitions: partitions.map((partition) => ({
          ...partitionResult(partition, logs.get(partition), records.get(partition)),
          abortedTransactions: aborted,
        })),
      })),
    };
  },
});

/** The log of each partition that is asked for, or the reason why there is none. */
type Logs = ReadonlyMap<PartitionRequest, PartitionLog | ErrorName>;

async function openLogs({ topics }: FetchRequest, context: RequestContext): Promise<Logs> {
  const opening = topics.flatMap((topic) =>
    topic.partitions.map(async (partition) => [partition, await openLog(topic, partition, context)] as const),
  );
  return new Map(await Promise.all(opening));
}

async function openLog(
  { topic: name, topicId: id }: TopicRequest,
  { partition, currentLeaderEpoch }: PartitionRequest,
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

async function readRecords(
  { minBytes, maxBytes, maxWaitMs }: FetchRequest,
  logs: Logs,
  { onDisconnect }: RequestContext,
): Promise<ReadonlyMap<PartitionRequest, ReadResult>> {
  const readable: PartitionRequest[] = [];
  const targets: ReadTarget[] = [];
  for (const [partition, log] of logs) {
    if (typeof log === 'string') continue;
    readable.push(partition);
    targets.push({ log, offset: Number(partition.fetchOffset), maxBytes: partition.partitionMaxBytes });
  }
  const waits = targets.length > 0 && targets.length === logs.size;
  const results = await longPoll(targets, {
    minBytes,
    maxBytes: Math.min(maxBytes, maxAnswerBytes),
    maxWaitMs: waits ? maxWaitMs : 0,
    onDisconnect,
  });
  return new Map(readable.map((partition, index) => [partition, results[index] ?? 'UNKNOWN_SERVER_ERROR']));
}

function partitionResult(
  { partition }: PartitionRequest,
  log: PartitionLog | ErrorName | undefined,
  records: ReadResult | undefined,
): Omit<PartitionResult, 'abortedTransactions'> {
  if (log === undefined || typeof log === 'string')
    return withoutRecords(partition, log ?? 'UNKNOWN_SERVER_ERROR');
  if (records === undefined || typeof records === 'string') {
    return withoutRecords(partition, records ?? 'UNKNOWN_SERVER_ERROR');
  }
  const endOffset = BigInt(log.endOffset);
  return {
    partitionIndex: partition,
    errorCode: errorCodes.NONE,
    highWatermark: endOffset,
    lastStableOffset: endOffset,
    logStartOffset: BigInt(log.startOffset),
    records,
  };
}

function withoutRecords(partition: number, error: ErrorName): Omit<PartitionResult, 'abortedTransactions'> {
  return {
    partitionIndex: partition,
    errorCode: errorCodes[error],
    highWatermark: unknownOffset,
    records: Buffer.alloc(0),
  };
}
