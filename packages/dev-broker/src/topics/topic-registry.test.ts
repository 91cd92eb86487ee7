import { beforeEach, describe, expect, it } from 'vitest';
import { ClusterStore } from '../cluster-store.ts';
import { makeBatch } from '../log/fixtures/make-batch.ts';
import { SegmentPool } from '../log/segment/segment-pool.ts';
import { ProducerIds } from '../producer-ids.ts';
import { MemoryStorage } from '../storage/memory-storage.ts';
import { topicNameProblem } from './topic-name.ts';
import { TopicRegistry } from './topic-registry.ts';

let storage: MemoryStorage;

beforeEach(() => {
  storage = new MemoryStorage();
});

async function open(): Promise<TopicRegistry> {
  return new TopicRegistry(await ClusterStore.open(storage), {
    storage,
    pool: new SegmentPool(),
    now: () => 0,
    producerExpirationMs: 1000,
    onError: () => undefined,
    onCut: () => undefined,
  });
}

const wish = (
  name: string,
  partitionCount = 1,
): { name: string; partitionCount: number; configs: Record<string, string> } => ({
  name,
  partitionCount,
  configs: {},
});

describe('the name of a topic', () => {
  it.each(['a', 'A-b_c.9', 'x'.repeat(249), '...'])('may be %s', (name) => {
    expect(topicNameProblem(name)).toBeNull();
  });

  it.each(['', '.', '..', 'a/b', 'a b', 'ž', 'x'.repeat(250), 'a\n'])('cannot be %j', (name) => {
    expect(topicNameProblem(name)).toMatch(/^Topic name is invalid/);
  });
});

describe('the registry of topics', () => {
  it('finds topics by name and by id, after a restart too', async () => {
    const created = await (await open()).create({ ...wish('t', 3), configs: { 'retention.ms': '5' } });
    const topics = await open();
    expect(topics.findByName('t')).toMatchObject({
      id: created.id,
      partitionCount: 3,
      config: { overrides: { 'retention.ms': '5' } },
    });
    expect(topics.findById(created.id)?.name).toBe('t');
  });

  it('refuses a name that is taken, even while the other is being created', async () => {
    const topics = await open();
    const outcomes = await Promise.allSettled([topics.create(wish('t')), topics.create(wish('t'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(topics.create(wish('t'))).rejects.toThrow("Topic 't' already exists.");
  });

  it('refuses names that differ only in dots and underscores', async () => {
    const topics = await open();
    await topics.create(wish('a_b.c'));
    await expect(topics.create(wish('a.b_c'))).rejects.toThrow(
      "Topic 'a.b_c' collides with existing topic: a_b.c",
    );
  });

  it.each([0, -1, 10_001])('refuses %i partitions', async (count) => {
    await expect((await open()).create(wish('t', count))).rejects.toMatchObject({
      error: 'INVALID_PARTITIONS',
    });
  });

  it('removes the files of a topic, and a new one of the same name begins empty', async () => {
    const topics = await open();
    const first = await topics.create(wish('t'));
    await (await first.log(0)).append(makeBatch({ values: ['x'] }));
    await topics.remove(first);
    expect([topics.findByName('t'), topics.findById(first.id), await storage.list('topics')]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    const second = await topics.create(wish('t'));
    expect(second.id).not.toBe(first.id);
    expect((await second.log(0)).endOffset).toBe(0);
  });

  it('removes what was left of topics when the broker ended meanwhile', async () => {
    const topics = await open();
    const kept = await topics.create(wish('kept'));
    await (await kept.log(0)).append(makeBatch({ values: ['x'] }));
    await storage.replace(
      'topics/gone.AAAAAAAAAAAAAAAAAAAAAA/0/00000000000000000000.log',
      Buffer.from('left'),
    );
    const again = await open();
    await again.removeLeftovers();
    expect(await storage.list('topics')).toEqual([`kept.${kept.id}`]);
  });

  it('keeps no topic that could not be stored', async () => {
    const topics = await open();
    const journal = await storage.open('cluster.journal');
    const append = journal.append.bind(journal);
    journal.append = () => Promise.reject(new Error('no space left'));
    await expect(topics.create(wish('t'))).rejects.toThrow('no space left');
    expect(topics.all()).toEqual([]);
    journal.append = append;
    expect((await topics.create(wish('t'))).name).toBe('t');
  });
});

describe('producer ids', () => {
  it('are never given twice, not even after a crash', async () => {
    const first = new ProducerIds(await ClusterStore.open(storage));
    const given = await Promise.all(Array.from({ length: 2500 }, () => first.next()));
    const second = new ProducerIds(await ClusterStore.open(storage));
    const later = await Promise.all(Array.from({ length: 10 }, () => second.next()));
    expect(new Set([...given, ...later]).size).toBe(2510);
  });
});
