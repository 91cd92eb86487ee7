import { afterEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { InMemoryTopic } from '../../testing/in-memory-topic.ts';
import { TopicLog } from './topic-log/topic-log.ts';
import { TopicOffsetStore } from './topic-offset-store.ts';

let store: TopicOffsetStore | undefined;

afterEach(() => store?.stop());

async function started(topic: InMemoryTopic, log = new InMemoryLog()): Promise<TopicOffsetStore> {
  store = new TopicOffsetStore(
    topic.name,
    (onRecords) =>
      Promise.resolve(
        new TopicLog({
          topic: topic.name,
          ensureTopic: () => Promise.resolve(),
          onRecords,
          consumer: topic.consumer,
          admin: topic.admin,
          writer: null,
          log,
        }),
      ),
    log,
  );
  await store.start();
  return store;
}

describe('offsets in a topic', () => {
  it('are those that were written last, by others too and just now', async () => {
    const topic = new InMemoryTopic();
    topic.produce('["c",{"p":1}]', '{"o":1}');
    topic.produce('["c",{"p":2}]', '{"o":1}');
    topic.produce('["c",{"p":1}]', '{"o":2}');
    topic.produce('["c",{"p":2}]', null);
    const offsets = await started(topic);
    expect(await offsets.get(['["c",{"p":1}]', '["c",{"p":2}]'])).toEqual(['{"o":2}', null]);
    topic.produce('["c",{"p":2}]', '{"o":3}');
    expect(await offsets.get(['["c",{"p":2}]'])).toEqual(['{"o":3}']);
    topic.produce('["c",{"p":4}]', '{"o":3}');
    expect(await offsets.partitions('c')).toEqual([{ p: 1 }, { p: 2 }, { p: 4 }]);
  });

  it('are written under the bytes that a Java worker gave their key', async () => {
    const topic = new InMemoryTopic();
    topic.produce('["m",{"cluster":"A","partition":0,"topic":"t"}]', '{"offset":1}');
    const offsets = await started(topic);
    const key = '["m",{"topic":"t","partition":0,"cluster":"A"}]';
    const forms = offsets.storedForms([{ key, value: '{"offset":2}' }]);
    expect(forms.map((form) => String(form.key))).toEqual([
      '["m",{"cluster":"A","partition":0,"topic":"t"}]',
    ]);
  });

  it('are not disturbed by records of another kind, which are told', async () => {
    const topic = new InMemoryTopic();
    topic.produce('odd', 'v');
    topic.produce('["c",null]', '{"o":1}');
    const log = new InMemoryLog();
    const offsets = await started(topic, log);
    expect(await offsets.get(['["c",null]'])).toEqual(['{"o":1}']);
    expect(await offsets.partitions('c')).toEqual([]);
    expect(log.lines).toMatchObject([
      { level: 'warn', fields: { topic: 'offsets', partition: 0, offset: 0 } },
    ]);
  });

  it('that cannot be written are an error with the topic in it', async () => {
    const offsets = await started(new InMemoryTopic());
    await expect(offsets.set([{ key: 'k', value: 'v' }])).rejects.toMatchObject({
      code: 'OFFSETS_WRITE_FAILED',
      message: "Offsets could not be written to topic offsets: The log of topic 'offsets' is read-only",
    });
  });
});
