import type { metadataApi, RequestInputOf } from '@sluice/kafka-protocol';
import { expect, describe, it } from 'vitest';
import type { TopicMetadata } from '../../cluster/topic-metadata.ts';
import { toTarget } from './target.ts';
import { TopicNames, type TopicNamesCluster } from './topic-names.ts';

const topic = (topicId: string, name: string): TopicMetadata => ({
  topicId,
  name,
  errorCode: 0,
  isInternal: false,
  partitions: [],
});

/** A cluster that knows some topics already, and others when it is asked by their ids. */
function clusterWith(known: TopicMetadata[], askable: Record<string, string>) {
  const asked: string[][] = [];
  const cluster = {
    topics: () => known,
    links: {
      requestAny: (_api: unknown, { topics }: RequestInputOf<typeof metadataApi>) => {
        const ids = (topics ?? []).map(({ topicId }) => topicId ?? '');
        asked.push(ids);
        const answers = ids.map((topicId) => ({
          topicId,
          name: askable[topicId] ?? null,
          errorCode: askable[topicId] === undefined ? 100 : 0,
        }));
        return Promise.resolve({ topics: answers });
      },
    },
  };
  return { cluster: cluster as unknown as TopicNamesCluster, asked };
}

describe('names of topics', () => {
  it('are those that the cluster knows, or tells when it is asked, once', async () => {
    const { cluster, asked } = clusterWith([topic('A', 'a')], { B: 'b' });
    const names = new TopicNames(cluster);
    const target = toTarget([
      { topicId: 'A', partitions: [1, 0] },
      { topicId: 'B', partitions: [2] },
    ]);
    expect(await names.resolve(target, true)).toEqual({
      named: target,
      partitions: [
        { topic: 'a', partition: 0 },
        { topic: 'a', partition: 1 },
        { topic: 'b', partition: 2 },
      ],
    });
    await names.resolve(target, true);
    expect(asked).toEqual([['B']]);
  });

  it('leave out what has no name, and ask only when they may', async () => {
    const { cluster, asked } = clusterWith([topic('A', 'a')], {});
    const names = new TopicNames(cluster);
    const target = toTarget([
      { topicId: 'A', partitions: [0] },
      { topicId: 'X', partitions: [0] },
    ]);
    const found = await names.resolve(target, false);
    expect(found.partitions).toEqual([{ topic: 'a', partition: 0 }]);
    expect([...found.named.keys()]).toEqual(['A']);
    expect(asked).toEqual([]);
    await names.resolve(target, true);
    expect(asked).toEqual([['X']]);
  });
});
