import { describe, expect, it } from 'vitest';
import { MemoryActiveTopics } from './active-topics.ts';
import { TopicTracker } from './topic-tracker.ts';
import { TopicTracking } from './topic-tracking.ts';

const tracking = (enable = true, allowReset = true): TopicTracking =>
  new TopicTracking(new MemoryActiveTopics(), {
    'topic.tracking.enable': enable,
    'topic.tracking.allow.reset': allowReset,
  });

describe('the topics of connectors', () => {
  it('are known by connector, each once and in the order in which they were noticed', () => {
    const topics = tracking();
    topics.noticed({ connector: 'c', task: 0 }, 'b');
    topics.noticed({ connector: 'c', task: 1 }, 'a');
    topics.noticed({ connector: 'c', task: 1 }, 'b');
    topics.noticed({ connector: 'd', task: 0 }, 'x');
    expect([topics.of('c'), topics.of('d'), topics.of('nobody')]).toEqual([['b', 'a'], ['x'], []]);
  });

  it('are forgotten on request, and when the connector is gone', () => {
    const topics = tracking();
    for (const connector of ['c', 'd', 'e']) topics.noticed({ connector, task: 0 }, 't');
    topics.reset('c');
    topics.forget('d');
    expect(['c', 'd', 'e'].map((connector) => topics.of(connector))).toEqual([[], [], ['t']]);
    topics.noticed({ connector: 'c', task: 0 }, 't');
    expect(topics.of('c')).toEqual(['t']);
  });

  it('are a secret where they are not tracked', () => {
    const topics = tracking(false);
    topics.noticed({ connector: 'c', task: 0 }, 't');
    const refused = { message: 'Topic tracking is disabled.', code: 'TOPIC_TRACKING_DISABLED' };
    expect(() => topics.of('c')).toThrow(expect.objectContaining(refused));
    expect(() => topics.reset('c')).toThrow(expect.objectContaining(refused));
    topics.forget('c');
  });

  it('stay where they may not be reset, but not longer than the connector', () => {
    const topics = tracking(true, false);
    topics.noticed({ connector: 'c', task: 0 }, 't');
    const refused = { message: 'Topic tracking reset is disabled.', code: 'TOPIC_RESET_DISABLED' };
    expect(() => topics.reset('c')).toThrow(expect.objectContaining(refused));
    expect(topics.of('c')).toEqual(['t']);
    topics.forget('c');
    expect(topics.of('c')).toEqual([]);
  });
});

describe('a task that tells of its topics', () => {
  it('tells of each once, and again when that was forgotten', () => {
    const told: string[] = [];
    const tracker = new TopicTracker((topic) => void told.push(topic));
    for (const topic of ['a', 'a', 'b']) tracker.used(topic);
    tracker.forget();
    tracker.used('b');
    expect(told).toEqual(['a', 'b', 'b']);
  });
});
