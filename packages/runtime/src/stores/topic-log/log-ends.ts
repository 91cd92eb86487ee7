import { ConnectError, RetriableError } from '@sluice/connect-api';
import type { IsolationLevel, TopicPartition } from '@sluice/kafka-client';
import type { LogAdmin } from './log-clients.ts';

/** A place in a partition that a reader has to come to. */
export interface LogEnd extends TopicPartition {
  readonly offset: number;
}

export interface LogEndsSought {
  readonly partitions: readonly TopicPartition[];
  /** With `read_committed`, what open transactions have written is beyond the end. */
  readonly isolation: IsolationLevel;
}

/**
 * Where the partitions end now, those that are not empty.
 * @throws RetriableError when that may be known later, ConnectError when it may not be known at all.
 */
export async function findLogEnds(
  admin: LogAdmin,
  topic: string,
  { partitions, isolation }: LogEndsSought,
): Promise<LogEnd[]> {
  try {
    const offsets = await admin.listOffsets(partitions, 'latest', isolation);
    return partitions
      .map((partition, index) => ({ ...partition, offset: offsets[index] ?? 0 }))
      .filter(({ offset }) => offset > 0);
  } catch (error) {
    throw endsUnknown(topic, error as Error & { errorName?: string; retriable?: boolean });
  }
}

function endsUnknown(
  topic: string,
  cause: Error & { readonly errorName?: string; readonly retriable?: boolean },
): ConnectError {
  const reason = `: ${cause.message}`;
  if (cause.errorName === 'TOPIC_AUTHORIZATION_FAILED') {
    return new ConnectError(`Not authorized to get the end offsets for topic '${topic}'${reason}`, {
      code: 'INTERNAL_TOPIC_UNREADABLE',
      cause,
    });
  }
  if (cause.retriable === true) {
    return new RetriableError(`Timed out while waiting to get end offsets for topic '${topic}'${reason}`, {
      cause,
    });
  }
  return new ConnectError(`Error while getting end offsets for topic '${topic}'${reason}`, {
    code: 'INTERNAL_TOPIC_UNREADABLE',
    cause,
  });
}
