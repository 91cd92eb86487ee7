import { SourceRecord, type SourceRecordInit } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { lettersTo } from '../../testing/in-memory-letters.ts';
import { InMemoryProducer } from '../../testing/in-memory-producer.ts';
import { InMemorySourceRun, InMemorySourceTask } from '../../testing/in-memory-source-run.ts';
import type { Posted } from '../dead-letters/dead-letter-queue.ts';

const soon = { timeout: 2000, interval: 1 };

function record(position: number, init: Partial<SourceRecordInit> = {}): SourceRecord {
  return new SourceRecord({
    topic: 't',
    value: `v${position}`,
    sourcePartition: { p: 'a' },
    sourceOffset: { position },
    ...init,
  });
}

function slowProducer(): InMemoryProducer {
  const producer = new InMemoryProducer();
  producer.acknowledgesAtOnce = false;
  return producer;
}

describe('a source task', () => {
  it('logs each record that Kafka refuses, if asked, and fails when there are too many', async () => {
    const producer = slowProducer();
    const task = new InMemorySourceTask([record(1), record(2)]);
    const options = { producer, policy: { tolerance: 'all', maxPerMinute: 1 }, logErrors: true } as const;
    const run = new InMemorySourceRun(task, options);
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    producer.refuse(new Error('RECORD_TOO_LARGE'));
    producer.refuse(new Error('RECORD_TOO_LARGE'));
    expect(await run.ended).toMatchObject({ code: 'TOO_MANY_TOLERATED_ERRORS' });
    expect(run.log.messages('error').filter((message) => message.startsWith('Error encountered'))).toEqual(
      Array.from(
        { length: 2 },
        () =>
          "Error encountered in task c-0. Executing stage 'KAFKA_PRODUCE' with class 'org.apache.kafka.connect.runtime.WorkerSourceTask'.",
      ),
    );
  });

  it('puts records away that cannot be converted, and stores no offset behind them before they are safe', async () => {
    const letters = new InMemoryProducer<Posted>({ letters: 1 });
    letters.acknowledgesAtOnce = false;
    const queue = lettersTo(letters);
    const task = new InMemorySourceTask([record(1, { value: 'bad' }), record(2)]);
    const options = { policy: { tolerance: 'all' }, letters: queue, flushIntervalMs: 1 } as const;
    const run = new InMemorySourceRun(task, options);
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v2']), soon);
    await vi.waitFor(() => expect(letters.openCount).toBe(1), soon);
    await new Promise((resolve) => void setTimeout(resolve, 10));
    expect(await run.position()).toBeUndefined();
    letters.acknowledge();
    await vi.waitFor(async () => expect(await run.position()).toBe(2), soon);
    await run.stop();
    expect(letters.acknowledged[0]).toMatchObject({
      key: '{"p":"a"}',
      value: expect.stringContaining('"value":{"schema":null,"payload":"bad"}'),
    });
    const headers = letters.acknowledged[0]?.headers ?? [];
    expect(Object.fromEntries(headers.map(({ key, value }) => [key, value]))).toMatchObject({
      '__connect.errors.topic': 't',
      '__connect.errors.source.partition': '{"p":"a"}',
      '__connect.errors.source.offset': '{"position":1}',
      '__connect.errors.stage': 'VALUE_CONVERTER',
    });
    expect(letters.isClosed).toBe(true);
  });

  it('does not store offsets while dead letters cannot be written, and ends all the same', async () => {
    const letters = new InMemoryProducer<Posted>({ letters: 1 });
    letters.acknowledgesAtOnce = false;
    const queue = lettersTo(letters);
    const task = new InMemorySourceTask([record(1, { value: 'bad' }), record(2)]);
    const options = { policy: { tolerance: 'all' }, letters: queue, flushTimeoutMs: 5 } as const;
    const run = new InMemorySourceRun(task, options);
    await vi.waitFor(() => expect(letters.openCount).toBe(1), soon);
    run.control.stop();
    await vi.waitFor(() => expect(task.calls).toContain('stop'), soon);
    run.control.cancel();
    expect(await run.ended).toBeUndefined();
    expect(await run.position()).toBeUndefined();
    expect(run.log.messages('error')).toContain(
      'Dead letters were not written in time; offsets are not committed',
    );
  });

  it('uses the topics that Kafka took its records for', async () => {
    const producer = slowProducer();
    producer.createTopic('other');
    const task = new InMemorySourceTask([record(1), record(2, { topic: 'other' })]);
    const run = new InMemorySourceRun(task, { producer, policy: { tolerance: 'all' } });
    await vi.waitFor(() => expect(producer.openCount).toBe(2), soon);
    expect(run.topics).toEqual([]);
    producer.acknowledge();
    producer.refuse(new Error('RECORD_TOO_LARGE'));
    await run.stop();
    expect(run.topics).toEqual(['t']);
  });
});
