import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { defineConfig, defineSinkConnector } from '@sluice/connect-api';
import type { SinkRecord, SinkTask } from '@sluice/connect-api';
import { Consumer, parseConsumerSettings } from '@sluice/kafka-client';
import { startTestWorker, waitFor } from '@sluice/test-kit';
import type { TestWorker } from '@sluice/test-kit';
import { afterEach, describe, expect, inject, it } from 'vitest';

const className = 'org.example.SlowSink';
const never = Promise.resolve();

/** What the only task is doing, and how long it takes for it. */
class SlowTask implements SinkTask {
  readonly calls: string[] = [];
  /** Awaited in `put`. */
  gate: Promise<void> = never;

  open(): void {
    this.calls.push('open');
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    if (records.length === 0) return;
    const values = records.map(({ value }) => String(value)).join();
    this.calls.push(`put ${values}`);
    await this.gate;
    this.calls.push(`took ${values}`);
  }

  close(): void {
    this.calls.push('close');
  }
}

let worker: TestWorker | undefined;
let other: Consumer | undefined;

afterEach(async () => {
  await other?.close();
  other = undefined;
  await worker?.stop();
  worker = undefined;
});

interface Slow {
  readonly name: string;
  readonly task: SlowTask;
  readonly worker: TestWorker;
}

/** A sink whose task holds one partition of one record, with these settings of its consumer. */
async function slowSink(
  bootstrapServers: string | undefined,
  consumer: Readonly<Record<string, string>>,
  prepare: (task: SlowTask) => void,
): Promise<Slow> {
  const task = new SlowTask();
  prepare(task);
  const plugin = defineSinkConnector({
    className,
    taskClassName: 'org.example.SlowSinkTask',
    version: '1',
    summary: 'Takes its time.',
    config: defineConfig({}),
    createTask: () => task,
  });
  const started = await startTestWorker({
    plugins: [plugin],
    ...(bootstrapServers === undefined ? {} : { bootstrapServers }),
    patienceMs: 30_000,
  });
  worker = started;
  const name = `slow-${randomBytes(4).toString('hex')}`;
  await started.createTopic(name);
  await started.write(name, ['a']);
  const overrides = Object.entries(consumer).map(([key, value]) => [`consumer.override.${key}`, value]);
  await started.putConnector(name, {
    'connector.class': className,
    topics: name,
    ...(Object.fromEntries(overrides) as Record<string, string>),
  });
  await waitFor('the record to be put', () => task.calls.includes('put a') || undefined);
  return { name, task, worker: started };
}

/** Another member of the group of a sink. */
function join({ name, worker: { bootstrapServers } }: Slow): Consumer {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': bootstrapServers,
    'group.id': `connect-${name}`,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
  });
  other = new Consumer(settings);
  other.subscribe([name]);
  return other;
}

async function committed({ name, worker: { bootstrapServers } }: Slow): Promise<number | undefined> {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': bootstrapServers,
    'group.id': `connect-${name}`,
  });
  const consumer = new Consumer(settings);
  try {
    return (await consumer.committed([{ topic: name, partition: 0 }]))[0]?.offset;
  } finally {
    await consumer.close();
  }
}

const kafka = inject('kafka').bootstrapServers;

describe('a put that takes longer than max.poll.interval.ms', () => {
  it.each([
    ['the dev broker', 'classic', undefined],
    ['Kafka', 'classic', kafka],
    // The dev broker has groups of the classic protocol only.
    ['Kafka', 'consumer', kafka],
  ])(
    'keeps its partitions: %s, group.protocol=%s',
    async (_broker, protocol, bootstrapServers) => {
      const gate = Promise.withResolvers<void>();
      const group =
        protocol === 'consumer' ? { 'group.protocol': protocol } : { 'heartbeat.interval.ms': '200' };
      const slow = await slowSink(
        bootstrapServers,
        { 'max.poll.interval.ms': '1000', ...group },
        (task) => void (task.gate = gate.promise),
      );
      await delay(3500);
      gate.resolve();
      await waitFor('the commit', async () => (await committed(slow)) === 1 || undefined);
      expect(slow.task.calls).toEqual(['open', 'put a', 'took a']);
    },
    60_000,
  );
});

describe.each([
  ['the dev broker', undefined],
  ['Kafka', kafka],
])('a put on %s', (_broker, bootstrapServers) => {
  it('has a rebalance wait for it, and what it took is committed before others go on', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = await slowSink(
      bootstrapServers,
      { 'heartbeat.interval.ms': '200' },
      (task) => void (task.gate = gate.promise),
    );
    const joining = join(slow);
    const endMs = performance.now() + 1500;
    while (performance.now() < endMs) {
      const { recordCount } = await joining.poll(100);
      expect([recordCount, joining.assignment().length]).toEqual([0, 0]);
    }
    gate.resolve();
    await waitFor('the division', async () => {
      await joining.poll(100);
      return slow.task.calls.includes('close') || undefined;
    });
    expect(slow.task.calls.slice(0, 4)).toEqual(['open', 'put a', 'took a', 'close']);
    expect(await committed(slow)).toBe(1);
  }, 60_000);
});
