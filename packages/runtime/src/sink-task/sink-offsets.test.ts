import {
  RetriableError,
  type PartitionOffset,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
  type TopicPartition,
} from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { InMemorySinkRun } from '../../testing/in-memory-sink-run.ts';
import { partitionKey } from './partition-table.ts';

const partitions = [0, 1].map((partition) => ({ topic: 't', partition }));
const partition = fc.constantFrom(...partitions);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ produce: partition, count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ put: fc.constantFrom<('ok' | 'retriable')[]>('ok', 'retriable') }) },
  { weight: 3, arbitrary: fc.record({ flush: fc.constantFrom('all', 'some', 'fails') }) },
  { weight: 1, arbitrary: fc.record({ revoke: partition }) },
  { weight: 1, arbitrary: fc.record({ lose: partition }) },
  { weight: 2, arbitrary: fc.record({ assign: partition }) },
  { weight: 1, arbitrary: fc.record({ goBackTo: partition, offset: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ commitFails: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ pause: fc.boolean() }) },
  { weight: 4, arbitrary: fc.constant({ requestCommit: true }) },
  { weight: 1, arbitrary: fc.constant({ waitMs: 2 }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

describe('offsets of a sink', () => {
  // Invariant 3, at whatever moment things happen.
  it('are committed for records that are durable, only and at last, however errors, rebalances and commits fall', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
        const world = new SinkWorld();
        for (const one of steps) await world.carryOut(one);
        await world.settle();
        await world.run.stop();
        expect(world.lost).toEqual([]);
        expect(world.run.states.at(-1)).toBe('UNASSIGNED');
      }),
      { numRuns: 200 },
    );
  });
});

/** A sink that buffers what is put and makes it durable when it is asked to; what is committed must be durable. */
class SinkWorld implements SinkTask {
  readonly run: InMemorySinkRun;
  /** Commits of offsets whose records are not durable. */
  readonly lost: PartitionOffset[] = [];
  #context: SinkTaskContext | null = null;
  #put: 'ok' | 'retriable' = 'ok';
  #flush = 'all';
  readonly #durable = new Set<string>();
  #buffer: SinkRecord[] = [];

  constructor() {
    this.run = new InMemorySinkRun(
      (context) => {
        this.#context = context;
        return this;
      },
      { flushIntervalMs: 4, flushTimeoutMs: 2 },
    );
    const { consumer } = this.run;
    for (const one of partitions) consumer.produce(one);
    const commit = consumer.commit.bind(consumer);
    consumer.commit = async (offsets) => {
      this.lost.push(...offsets.filter((offset) => !this.#isDurable(offset)));
      await commit(offsets);
    };
    consumer.assign(...partitions);
  }

  put(records: readonly SinkRecord[]): void {
    if (this.#put === 'retriable') throw new RetriableError('busy');
    this.#buffer.push(...records);
  }

  preCommit(offsets: readonly PartitionOffset[]): readonly PartitionOffset[] {
    if (this.#flush === 'fails') {
      // What could not be written is gone.
      this.#buffer = [];
      throw new Error('flush failed');
    }
    const count = this.#flush === 'all' ? this.#buffer.length : Math.ceil(this.#buffer.length / 2);
    const flushed = this.#buffer.splice(0, count);
    for (const { originalKafkaPartition, originalKafkaOffset } of flushed) {
      this.#durable.add(`${originalKafkaPartition}@${originalKafkaOffset}`);
    }
    return offsets.map(({ offset, ...one }) => {
      const waiting = this.#buffer.filter(
        ({ originalKafkaPartition }) => originalKafkaPartition === one.partition,
      );
      const first = Math.min(offset, ...waiting.map(({ originalKafkaOffset }) => originalKafkaOffset));
      return { ...one, offset: first };
    });
  }

  close(closed: readonly TopicPartition[]): void {
    const gone = new Set(closed.map(partitionKey));
    this.#buffer = this.#buffer.filter(
      (record) => !gone.has(partitionKey({ topic: 't', partition: record.kafkaPartition })),
    );
  }

  async carryOut(one: Step): Promise<void> {
    if ('waitMs' in one) await new Promise((resolve) => void setTimeout(resolve, one.waitMs));
    if ('put' in one) this.#put = one.put;
    if ('flush' in one) this.#flush = one.flush;
    if ('goBackTo' in one) this.#goBack({ ...one.goBackTo, offset: one.offset });
    if ('requestCommit' in one) this.#context?.requestCommit();
    this.#changeAround(one);
    // Lets the task do something with it.
    this.run.consumer.wakeup();
    await new Promise((resolve) => void setImmediate(resolve));
  }

  /** Everything that waits is delivered and committed once nothing fails any more. */
  async settle(): Promise<void> {
    this.#put = 'ok';
    this.#flush = 'all';
    const { consumer, control } = this.run;
    consumer.commitError = null;
    control.setTarget('STARTED');
    consumer.assign(...partitions);
    await vi.waitUntil(() => partitions.every((one) => consumer.committed(one) === consumer.endOffset(one)), {
      timeout: 2000,
      interval: 1,
    });
  }

  #changeAround(one: Step): void {
    const { consumer, control } = this.run;
    if ('produce' in one) consumer.produce(one.produce, ...Array<string>(one.count).fill('v'));
    if ('revoke' in one) consumer.revoke(one.revoke);
    if ('lose' in one) consumer.lose(one.lose);
    if ('assign' in one) consumer.assign(one.assign);
    if ('commitFails' in one) consumer.commitError = one.commitFails ? new Error('refused') : null;
    if ('pause' in one) control.setTarget(one.pause ? 'PAUSED' : 'STARTED');
  }

  #goBack(to: PartitionOffset): void {
    const offset = Math.min(to.offset, this.run.consumer.committed(to));
    this.#context?.offset([{ ...to, offset }]);
  }

  #isDurable({ partition, offset }: PartitionOffset): boolean {
    return Array.from({ length: offset }, (_none, index) => `${partition}@${index}`).every((record) =>
      this.#durable.has(record),
    );
  }
}
