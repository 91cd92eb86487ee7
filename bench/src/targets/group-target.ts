import { fetchCommittedOffset } from '@sluice/testing-services';
import type { KafkaCluster } from '@sluice/testing-services';
import type { Target } from './target.ts';

/** What a sink that keeps nothing has taken: the offset that its group has committed. */
export function groupTarget(kafka: KafkaCluster, group: string, topic: string): Target {
  const port = kafka.brokers[0]?.port ?? 0;
  const committed = async (): Promise<number> =>
    Math.max(0, Number(await fetchCommittedOffset(port, { group, topic })));
  return { progress: committed, count: committed, remove: () => Promise.resolve() };
}
