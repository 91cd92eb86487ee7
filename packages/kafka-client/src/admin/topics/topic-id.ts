import { zeroUuid } from '@sluice/kafka-protocol';

/** The id that a broker told; `null` where it knows none. */
export function idOrNone(topicId: string): string | null {
  return topicId === zeroUuid ? null : topicId;
}
