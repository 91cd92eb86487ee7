import { DataError, nameField, RetriableError, SourceRecord, type Transformation } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { InMemoryProducer } from '../../testing/in-memory-producer.ts';
import { InMemorySourceRun, InMemorySourceTask } from '../../testing/in-memory-source-run.ts';
import type { ChainLink } from '../pipeline/transform-chain.ts';

function record(position: number): SourceRecord {
  return new SourceRecord({
    topic: 't',
    value: `v${position}`,
    sourcePartition: { p: 'a' },
    sourceOffset: { position },
  });
}

const soon = { timeout: 2000, interval: 1 };

const transform = (apply: Transformation['apply']): ChainLink => ({
  className: 'org.example.Transform',
  transformation: { apply },
  condition: null,
});

describe('a source task with transformations', () => {
  it('sends what they make of a record, and tells the task of the record that it gave', async () => {
    const given = record(1);
    const task = new InMemorySourceTask([given]);
    const run = new InMemorySourceRun(task, {
      transforms: [transform((one) => one.with({ topic: 'u', value: 'changed', kafkaPartition: 1 }))],
      producer: new InMemoryProducer({ u: 2 }),
    });
    await vi.waitFor(() => expect(task.committed).toHaveLength(1), soon);
    await run.stop();
    expect(run.producer.acknowledged).toMatchObject([{ topic: 'u', partition: 1, value: 'changed' }]);
    expect(task.committed).toEqual([[given, expect.objectContaining({ topic: 'u', partition: 1 })]]);
    expect(await run.position()).toBe(1);
  });

  it('sends nothing of a record that they drop, tells the task, and stores no offset for it', async () => {
    const task = new InMemorySourceTask([record(1), record(2)]);
    const run = new InMemorySourceRun(task, {
      transforms: [transform((one) => (one.value === 'v2' ? null : one))],
    });
    await vi.waitFor(() => expect(task.committed).toHaveLength(2), soon);
    await run.stop();
    expect(run.producer.values).toEqual(['v1']);
    expect(task.committed.find(([{ value }]) => value === 'v2')?.[1]).toBeNull();
    expect(await run.position()).toBe(1);
  });

  it('tries the one again that failed in a way that may pass, and not those before it', async () => {
    let first = 0;
    let second = 0;
    const counted = transform((one) => {
      first += 1;
      return one.with({ value: `${String(one.value)}!` });
    });
    const busyOnce = transform((one) => {
      second += 1;
      if (second === 1) throw new RetriableError('busy');
      return one;
    });
    const run = new InMemorySourceRun(new InMemorySourceTask([record(1)]), {
      policy: { retryTimeoutMs: -1, retryDelayMaxMs: 1 },
      transforms: [counted, busyOnce],
    });
    await vi.waitFor(() => expect(run.producer.values).toEqual(['v1!']), soon);
    await run.stop();
    expect([first, second]).toEqual([1, 2]);
  });

  it('fails when one fails, naming it, the record and the field, or skips the record', async () => {
    const failing = transform((one) => {
      if (one.value !== 'v1') return one;
      throw nameField(new DataError('no number'), 'a.b');
    });
    const strict = new InMemorySourceRun(new InMemorySourceTask([record(1)]), { transforms: [failing] });
    expect(await strict.ended).toMatchObject({
      message:
        'Tolerance exceeded in error handler: org.example.Transform (TRANSFORMATION) failed for the record at ' +
        'source partition {"p":"a"}, source offset {"position":1}, bound for topic t, field a.b',
      cause: { message: 'no number' },
    });
    const tolerant = new InMemorySourceRun(new InMemorySourceTask([record(1), record(2)]), {
      transforms: [failing],
      policy: { tolerance: 'all' },
    });
    await vi.waitFor(() => expect(tolerant.producer.values).toEqual(['v2']), soon);
    await tolerant.stop();
  });
});
