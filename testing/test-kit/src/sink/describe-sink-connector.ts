import { deepEqual, equal, ok } from 'node:assert/strict';
import type { SinkConnectorPlugin } from '@sluice/connect-api';
import { describeConfig } from '../describe-config.ts';
import { nodeTestRunner, type TestRunner } from '../test-runner.ts';
import { defaultPatienceMs, waitFor } from '../wait-for.ts';
import { newWatch, watchSink, type TaskWatch } from '../watched-tasks.ts';
import { startTestWorker, type TestWorker } from '../worker/test-worker.ts';

/** What a sink delivers to, new and empty for each test. */
export interface SinkTarget {
  /** The keys of the connector that lead there; those of the framework may be among them. */
  readonly config: Readonly<Record<string, string>>;
  /** What has been delivered by now, each as the text that the record's value was written with, in any order. */
  delivered(): Promise<readonly string[]> | readonly string[];
  /** Called at the end of the test. */
  close?(): Promise<void> | void;
}

/** What the tests of a sink need to know. */
export interface SinkConnectorTests<T extends SinkTarget = SinkTarget> {
  /** Makes the other system, or a place in it, ready for one test. */
  open(): Promise<T> | T;
  /**
   * Has the other system not answer from now on; gives what ends that. Leave it out when it cannot: then it is not
   * tested whether the connector stops in time while it waits.
   */
  block?(target: T): Promise<() => Promise<void> | void> | (() => Promise<void> | void);
  /** The text of the value of the n-th record, from 0; a different one for each. `value n` by default. */
  value?(n: number): string;
  /** Values that cannot be delivered. Each is to be reported, and all others delivered. None by default. */
  readonly badValues?: readonly string[];
  /** The README that has to name every key, in backticks. By default none is looked at. */
  readonly readme?: URL;
  /** Properties of the worker in place of those that {@link startTestWorker} gives it. */
  readonly properties?: Readonly<Record<string, string>>;
  /** How long something is waited for, in milliseconds; 15 seconds by default. */
  readonly patienceMs?: number;
  /** With what tests are declared; `node:test` by default. */
  readonly runner?: TestRunner;
}

/**
 * Declares the tests that every sink connector has to pass, on a worker and a broker in this process: it documents its
 * keys, delivers, starts and stops twice, goes on at the committed offset, reports each bad record, and stops in time
 * while the other system does not answer.
 */
export function describeSinkConnector<T extends SinkTarget>(
  plugin: SinkConnectorPlugin,
  tests: SinkConnectorTests<T>,
): void {
  const { runner = nodeTestRunner, badValues = [] } = tests;
  const values = (from: number, count: number): string[] =>
    Array.from({ length: count }, (_none, index) => (tests.value ?? ((n) => `value ${n}`))(from + index));
  runner.describe(`the sink ${plugin.className}`, () => {
    describeConfig(plugin, {
      runner,
      readme: tests.readme,
      withConfig: (run) => withRun(plugin, tests, ({ worker, config }) => run(worker, config)),
    });

    runner.it('delivers records, and goes on at the committed offset after it was stopped', () =>
      withRun(plugin, tests, async (run) => {
        await run.start();
        await run.deliver(values(0, 20));
        await run.stop();
        await run.worker.write(topic, values(20, 20));
        await run.worker.resumeConnector(name);
        await run.untilDelivered(values(0, 40));
        await run.stop();
        deepEqual([...(await run.target.delivered())].toSorted(), values(0, 40).toSorted());
      }),
    );

    runner.it('starts and stops twice', () =>
      withRun(plugin, tests, async (run) => {
        await run.start();
        await run.stop();
        await run.worker.resumeConnector(name);
        await run.deliver(values(0, 1));
        await run.stop();
      }),
    );

    if (badValues.length > 0) describeBadRecords(plugin, tests, values(0, 4));
    if (tests.block !== undefined) describeBlocking(plugin, tests, values(0, 2));
  });
}

function describeBlocking<T extends SinkTarget>(
  plugin: SinkConnectorPlugin,
  tests: SinkConnectorTests<T>,
  [first = '', second = '']: readonly string[],
): void {
  const { runner = nodeTestRunner, patienceMs } = tests;
  runner.it('stops in time while the other system does not answer', () =>
    withRun(plugin, tests, async (run) => {
      await run.start();
      await run.deliver([first]);
      const release = await tests.block?.(run.target);
      await run.worker.write(topic, [second]);
      await waitFor(
        'the task to wait for the other system',
        () => run.watch.calls > 0 || undefined,
        patienceMs,
      );
      await run.stop();
      await release?.();
    }),
  );
}

function describeBadRecords<T extends SinkTarget>(
  plugin: SinkConnectorPlugin,
  tests: SinkConnectorTests<T>,
  good: readonly string[],
): void {
  const { runner = nodeTestRunner, badValues = [] } = tests;
  runner.it('reports each bad record and delivers the others where errors are tolerated', () =>
    withRun(plugin, tests, async (run) => {
      run.watch.tolerates = true;
      await run.start({ 'errors.tolerance': 'all', 'errors.log.enable': 'true' });
      await run.worker.write(topic, [...good.slice(0, 2), ...badValues, ...good.slice(2)]);
      await run.untilDelivered(good);
      await run.stop();
      equal(run.watch.reported, badValues.length, 'every bad record is to be reported, and no other');
    }),
  );

  runner.it('fails at a bad record where errors are not tolerated', () =>
    withRun(plugin, tests, async (run) => {
      await run.start();
      await run.worker.write(topic, badValues);
      ok(await run.worker.untilFailed(name));
    }),
  );
}

const name = 'tested';
const topic = 'tested-topic';

/** One test: a worker with the connector, and what it delivers to. */
interface SinkRun<T extends SinkTarget> {
  readonly worker: TestWorker;
  readonly target: T;
  readonly config: Readonly<Record<string, string>>;
  readonly watch: TaskWatch;
  start(more?: Readonly<Record<string, string>>): Promise<void>;
  /** @throws AssertionError when it did not stop in time. */
  stop(): Promise<void>;
  deliver(values: readonly string[]): Promise<void>;
  untilDelivered(values: readonly string[]): Promise<void>;
}

async function withRun<T extends SinkTarget>(
  plugin: SinkConnectorPlugin,
  tests: SinkConnectorTests<T>,
  run: (run: SinkRun<T>) => Promise<void>,
): Promise<void> {
  const watch = newWatch();
  const { patienceMs = defaultPatienceMs, properties = {} } = tests;
  const worker = await startTestWorker({ plugins: [watchSink(plugin, watch)], patienceMs, properties });
  try {
    const target = await tests.open();
    try {
      await run(sinkRun(plugin, { worker, target, watch, patienceMs }));
    } finally {
      await target.close?.();
    }
  } finally {
    await worker.stop();
  }
}

function sinkRun<T extends SinkTarget>(
  { className }: SinkConnectorPlugin,
  parts: Pick<SinkRun<T>, 'worker' | 'target' | 'watch'> & { readonly patienceMs: number },
): SinkRun<T> {
  const { worker, target, watch, patienceMs } = parts;
  const config = { name, 'connector.class': className, topics: topic, ...target.config };
  const untilDelivered = async (values: readonly string[]): Promise<void> => {
    const look = async (): Promise<true> => {
      const delivered = new Set(await target.delivered());
      const missing = values.filter((value) => !delivered.has(value));
      if (missing.length > 0) throw new Error(`missing are ${missing.slice(0, 5).join(', ')}`);
      return true;
    };
    await waitFor(`${values.length} values to be delivered`, look, patienceMs);
  };
  return {
    worker,
    target,
    config,
    watch,
    untilDelivered,
    start: async (more = {}) => {
      await worker.createTopic(topic);
      await worker.putConnector(name, { ...config, ...more });
      await worker.untilRunning(name);
    },
    stop: async () => {
      await worker.stopConnector(name);
      deepEqual(worker.abandoned, [], 'it did not stop in time');
    },
    deliver: async (values) => {
      await worker.write(topic, values);
      await untilDelivered(values);
    },
  };
}
