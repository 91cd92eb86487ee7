import { describe, expect, it } from 'vitest';
import type { TopicMetadata } from '../cluster/topic-metadata.ts';
import { Subscription } from './subscription.ts';

const topic = (name: string, more: Partial<TopicMetadata> = {}): TopicMetadata => ({
  name,
  topicId: name,
  errorCode: 0,
  isInternal: false,
  partitions: [],
  ...more,
});

describe('a subscription', () => {
  const known = [
    topic('ab'),
    topic('abc'),
    topic('__internal', { isInternal: true }),
    topic('ax', { errorCode: 29 }),
  ];

  it('by name wants what it names, each once, whether it is there or not', () => {
    const subscription = new Subscription(['b', 'a', 'b'], true);
    expect(subscription.topicsAmong(known)).toEqual(['b', 'a']);
    expect(subscription.tracked).toEqual(['b', 'a']);
  });

  it('by pattern wants topics whose whole name matches', () => {
    expect(new Subscription(/a.|zzz/, true).topicsAmong(known)).toEqual(['ab']);
    expect(new Subscription(/A.C/i, true).topicsAmong(known)).toEqual(['abc']);
    expect(new Subscription(/./, true).tracked).toBeNull();
  });

  it('by pattern gives the same answer every time, whatever the flags', () => {
    const subscription = new Subscription(/ab/gy, true);
    expect([1, 2, 3].map(() => subscription.topicsAmong(known))).toEqual([['ab'], ['ab'], ['ab']]);
  });

  it('by pattern leaves internal topics out unless they are wanted', () => {
    expect(new Subscription(/__.*/, true).topicsAmong(known)).toEqual([]);
    expect(new Subscription(/__.*/, false).topicsAmong(known)).toEqual(['__internal']);
  });
});
