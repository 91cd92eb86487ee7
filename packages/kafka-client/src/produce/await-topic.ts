import { errorCodes } from '@sluice/kafka-protocol';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicMetadata } from '../cluster/topic-metadata.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { refusal } from '../errors/refusal.ts';
import { isRetriableError, retry } from '../timing/retry.ts';

export interface PrepareOptions {
  /** Wait for this partition too. */
  readonly partition?: number | null;
  readonly signal?: AbortSignal;
}

export interface AwaitOptions extends PrepareOptions {
  readonly timeoutMs: number;
}

/** The metadata of a topic that can be written; it has to be tracked. */
export async function awaitTopic(
  cluster: Cluster,
  topic: string,
  { partition = null, signal, timeoutMs }: AwaitOptions,
): Promise<TopicMetadata> {
  const untilClosed = cluster.closeSignal;
  const options = {
    timeoutMs,
    backoff: cluster.retryBackoff,
    signal: signal === undefined ? untilClosed : AbortSignal.any([signal, untilClosed]),
  };
  try {
    return await retry(async () => {
      await cluster.refresh();
      return usable(cluster.topic(topic), topic, partition ?? 0);
    }, options);
  } catch (error) {
    if (!isRetriableError(error)) throw error;
    throw absent({ topic, partition, timeoutMs, cause: error as KafkaError });
  }
}

function usable(metadata: TopicMetadata | undefined, topic: string, partition: number): TopicMetadata {
  const code = metadata?.errorCode ?? errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
  if (metadata !== undefined && metadata.partitions.length > partition) return metadata;
  const isMissing = code === errorCodes.NONE;
  throw refusal({
    code: isMissing ? errorCodes.UNKNOWN_TOPIC_OR_PARTITION : code,
    action: `Find topic ${topic}`,
    ...(isMissing ? { detail: `it has ${metadata?.partitions.length ?? 0} partitions` } : {}),
    topic,
  });
}

interface Absence {
  readonly topic: string;
  readonly partition: number | null;
  readonly timeoutMs: number;
  readonly cause: KafkaError;
}

function absent({ topic, partition, timeoutMs, cause }: Absence): KafkaError {
  const what = partition === null ? `Topic ${topic}` : `Partition ${partition} of topic ${topic}`;
  const message = `${what} did not appear within max.block.ms=${timeoutMs}: ${cause.message}`;
  return new KafkaError('REQUEST_TIMED_OUT', message, { topic, cause });
}
