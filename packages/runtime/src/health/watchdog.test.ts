import { afterEach, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import { InMemoryProducer } from '../../testing/in-memory-producer.ts';
import { InMemorySinkRun } from '../../testing/in-memory-sink-run.ts';
import { InMemorySourceRun } from '../../testing/in-memory-source-run.ts';
import { readProgress } from '../task/progress/progress-reading.ts';
import type { TaskProgress } from '../task/progress/task-progress.ts';
import { RetriableError, SourceRecord, type SourceTask } from '@sluice/connect-api';
import { Watchdog } from './watchdog.ts';

const id = { connector: 'c', task: 0 };
const soon = { timeout: 5000, interval: 5 };
const ends: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

interface Run {
  readonly progress: TaskProgress;
  stop(): Promise<unknown>;
}

/** Watches a task with limits of milliseconds. */
function watch(run: Run, { slowMs = 60_000 } = {}): { log: InMemoryLog; verdict: () => string | undefined } {
  const log = new InMemoryLog();
  const watchdog = new Watchdog({ stalledMs: 60, slowMs }, log);
  watchdog.watch(id, () => ({ progress: readProgress(run.progress.memory), silentMs: 0 }));
  ends.push(
    () => run.stop(),
    () => watchdog.close(),
  );
  return {
    log,
    verdict: () => {
      const verdict = watchdog.verdict(id);
      return verdict === null ? undefined : `${verdict.state}: ${verdict.reason}`;
    },
  };
}

const record = (): SourceRecord =>
  new SourceRecord({ topic: 't', value: 'v', sourcePartition: { p: 'a' }, sourceOffset: { n: 1 } });

/** A source that gives a record and then waits, with a producer as the test likes it. */
function source(producer: InMemoryProducer, task: Partial<SourceTask> = {}): InMemorySourceRun {
  const poll = async (): Promise<SourceRecord[]> => {
    await new Promise((resolve) => void setTimeout(resolve, 2));
    return [record()];
  };
  return new InMemorySourceRun({ poll, ...task }, { producer });
}

describe('the watchdog', () => {
  it('finds a source healthy that delivers', async () => {
    const run = source(new InMemoryProducer());
    const { verdict } = watch(run);
    await expect.poll(() => run.producer.acknowledged.length, soon).toBeGreaterThan(60);
    expect(verdict()).toMatch(/^healthy: \d+ records in the last /);
  });

  it('finds a source starved whose polls give nothing', async () => {
    const idle = { poll: () => new Promise<null>((resolve) => void setTimeout(resolve, 5, null)) };
    const { verdict } = watch(source(new InMemoryProducer(), idle));
    await expect.poll(verdict, soon).toMatch(/^starved: poll has given nothing for \d+ ms$/);
  });

  it('finds a source stalled whose poll does not return, and logs it', async () => {
    const gate = Promise.withResolvers<null>();
    const { verdict, log } = watch(source(new InMemoryProducer(), { poll: () => gate.promise }));
    await expect.poll(verdict, soon).toMatch(/^stalled: poll has not returned, for \d+ ms$/);
    await expect.poll(() => log.messages('warn'), soon).toEqual(['The task runs and does not get on']);
    gate.resolve(null);
  });

  it('finds a source stalled whose topic Kafka does not know, and names it', async () => {
    const producer = new InMemoryProducer({});
    const { verdict } = watch(source(producer));
    await expect.poll(verdict, soon).toMatch(/^stalled: Kafka does not tell of the topic t, for \d+ ms$/);
    producer.createTopic('t');
    await expect.poll(verdict, soon).toMatch(/^healthy/);
  });

  it('finds a source stalled whose records Kafka does not acknowledge', async () => {
    const producer = new InMemoryProducer();
    producer.acknowledgesAtOnce = false;
    producer.plenty = 4;
    const { verdict } = watch(source(producer));
    await expect.poll(verdict, soon).toMatch(/^stalled: Kafka acknowledges none of 5 records, for \d+ ms$/);
    while (producer.openCount > 0) producer.acknowledge();
  });

  it('finds a source stalled whose polls fail again and again', async () => {
    const poll = (): never => {
      throw new RetriableError('the database is busy');
    };
    const { verdict } = watch(source(new InMemoryProducer(), { poll }));
    await expect
      .poll(verdict, soon)
      .toMatch(/^stalled: it fails again .* \(last trouble: the database is busy\), for \d+ ms$/);
  });

  it('finds a sink stalled whose put does not return, and one that is given nothing starved', async () => {
    const gate = Promise.withResolvers<void>();
    const run = new InMemorySinkRun(() => ({
      put: (records) => (records.length > 0 ? gate.promise : undefined),
    }));
    const { verdict } = watch(run);
    run.consumer.produce({ topic: 't', partition: 0 }, 'a');
    run.consumer.assign({ topic: 't', partition: 0 });
    await expect.poll(verdict, soon).toMatch(/^stalled: put has not returned, for \d+ ms$/);
    gate.resolve();
    await expect
      .poll(verdict, soon)
      .toMatch(/^starved: there were no new records in its 1 partitions for \d+ ms$/);
  });

  it('finds a sink stalled whose records are refused again and again', async () => {
    const refuse = (): never => {
      throw new RetriableError('the index is full');
    };
    const run = new InMemorySinkRun((context) => ({
      put: (records) => {
        context.timeout(5);
        if (records.length > 0) refuse();
      },
    }));
    const { verdict } = watch(run);
    run.consumer.produce({ topic: 't', partition: 0 }, 'a');
    run.consumer.assign({ topic: 't', partition: 0 });
    await expect.poll(verdict, soon).toMatch(/^stalled: it fails again .*the index is full/);
  });

  it('finds a sink slow that falls behind, and says at what', async () => {
    const run = new InMemorySinkRun(() => ({
      put: () => new Promise((resolve) => void setTimeout(resolve, 20)),
    }));
    const partition = { topic: 't', partition: 0 };
    const { verdict } = watch(run, { slowMs: 200 });
    run.consumer.assign(partition);
    const producing = setInterval(() => run.consumer.produce(partition, 'a', 'b', 'c', 'd'), 5);
    ends.push(() => clearInterval(producing));
    await expect
      .poll(verdict, soon)
      .toMatch(/^slow: \d+ % of the last \d+ ms went to put; \d+ records wait, /);
  });

  it('knows nothing of what it does not watch', () => {
    const watchdog = new Watchdog({ stalledMs: 1, slowMs: 1 }, new InMemoryLog());
    ends.push(() => watchdog.close());
    expect(watchdog.verdict(id)).toBeNull();
  });
});
