import { ConnectError } from '@sluice/connect-api';
import type { TopicPartition } from '@sluice/kafka-client';
import { sleep } from '../../timing/sleep.ts';
import type { LogAdmin } from './log-clients.ts';

const timeoutMs = 30_000;
const longestRetryDelayMs = 1000;

/**
 * The partitions of a topic, which brokers may not know of yet when it was created just now.
 * @throws ConnectError when there are none within 30 s.
 */
export async function findPartitions(
  admin: LogAdmin,
  topic: string,
  signal: AbortSignal,
): Promise<readonly TopicPartition[]> {
  const deadlineMs = performance.now() + timeoutMs;
  for (let retryDelayMs = 100; ; retryDelayMs = Math.min(2 * retryDelayMs, longestRetryDelayMs)) {
    try {
      const { partitions } = await admin.describeTopic(topic);
      if (partitions.length > 0) return partitions.map(({ partition }) => ({ topic, partition }));
    } catch (error) {
      if (signal.aborted || performance.now() >= deadlineMs) throw notFound(topic, error);
    }
    if (performance.now() >= deadlineMs) throw notFound(topic);
    await sleep(retryDelayMs, signal);
  }
}

function notFound(topic: string, cause?: unknown): ConnectError {
  return new ConnectError(
    `Could not look up partition metadata for topic '${topic}' in the allotted period. This could indicate a ` +
      'connectivity issue, unavailable topic partitions, or if this is your first use of the topic it may have taken ' +
      'too long to create.',
    { code: 'INTERNAL_TOPIC_UNREADABLE', cause },
  );
}
