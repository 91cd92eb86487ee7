import { deepEqual } from 'node:assert/strict';
import type { SourceConnectorPlugin } from '@sluice/connect-api';
import { describeConfig } from '../describe-config.ts';
import { nodeTestRunner, type TestRunner } from '../test-runner.ts';
import { defaultPatienceMs, waitFor } from '../wait-for.ts';
import { newWatch, watchSource, type TaskWatch } from '../watched-tasks.ts';
import { startTestWorker, type TestWorker } from '../worker/test-worker.ts';

/** What a source reads, new and empty for each test. */
export interface SourceOrigin {
  /** The keys of the connector that lead there; those of the framework may be among them. */
  readonly config: Readonly<Record<string, string>>;
  /** The topic that everything goes to with this configuration. */
  readonly topic: string;
  /** Adds data, one record each; their values are to have these texts. */
  add(values: readonly string[]): Promise<void> | void;
  /** Called at the end of the test. */
  close?(): Promise<void> | void;
}

/** What the tests of a source need to know. */
export interface SourceConnectorTests {
  /** Makes the other system, or a place in it, ready for one test. */
  open(): Promise<SourceOrigin> | SourceOrigin;
  /** The text of the value of the n-th record, from 0; a different one for each. `value n` by default. */
  value?(n: number): string;
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
 * Declares the tests that every source connector has to pass, on a worker and a broker in this process: it documents its
 * keys, brings everything in order, starts and stops twice, goes on at the committed offset, and stops in time while it
 * waits for data.
 */
export function describeSourceConnector(plugin: SourceConnectorPlugin, tests: SourceConnectorTests): void {
  const { runner = nodeTestRunner } = tests;
  const values = (from: number, count: number): string[] =>
    Array.from({ length: count }, (_none, index) => (tests.value ?? ((n) => `value ${n}`))(from + index));
  runner.describe(`the source ${plugin.className}`, () => {
    describeConfig(plugin, {
      runner,
      readme: tests.readme,
      withConfig: (run) => withRun(plugin, tests, ({ worker, config }) => run(worker, config)),
    });

    runner.it('brings what is there and what comes, in order', () =>
      withRun(plugin, tests, async (run) => {
        await run.origin.add(values(0, 10));
        await run.start();
        await run.untilRead(values(0, 10));
        await run.origin.add(values(10, 10));
        await run.untilRead(values(0, 20));
      }),
    );

    runner.it('goes on at the committed offset after it was stopped', () =>
      withRun(plugin, tests, async (run) => {
        await run.origin.add(values(0, 10));
        await run.start();
        await run.untilRead(values(0, 10));
        await run.stop();
        await run.origin.add(values(10, 10));
        await run.worker.resumeConnector(name);
        await run.untilRead(values(0, 20));
      }),
    );

    runner.it('starts and stops twice, in time while it waits for data', () =>
      withRun(plugin, tests, async (run) => {
        await run.start();
        await run.untilPolling();
        await run.stop();
        await run.worker.resumeConnector(name);
        await run.untilPolling();
        await run.stop();
      }),
    );
  });
}

const name = 'tested';

/** One test: a worker with the connector, and what it reads. */
interface SourceRun {
  readonly worker: TestWorker;
  readonly origin: SourceOrigin;
  readonly config: Readonly<Record<string, string>>;
  start(): Promise<void>;
  /** @throws AssertionError when it did not stop in time. */
  stop(): Promise<void>;
  untilPolling(): Promise<void>;
  /** Waits for the topic to hold exactly these values, in this order. */
  untilRead(values: readonly string[]): Promise<void>;
}

async function withRun(
  plugin: SourceConnectorPlugin,
  tests: SourceConnectorTests,
  run: (run: SourceRun) => Promise<void>,
): Promise<void> {
  const watch = newWatch();
  const { patienceMs = defaultPatienceMs, properties = {} } = tests;
  const worker = await startTestWorker({ plugins: [watchSource(plugin, watch)], patienceMs, properties });
  try {
    const origin = await tests.open();
    try {
      await run(sourceRun(plugin, { worker, origin, watch, patienceMs }));
    } finally {
      await origin.close?.();
    }
  } finally {
    await worker.stop();
  }
}

function sourceRun(
  { className }: SourceConnectorPlugin,
  parts: Pick<SourceRun, 'worker' | 'origin'> & { readonly watch: TaskWatch; readonly patienceMs: number },
): SourceRun {
  const { worker, origin, watch, patienceMs } = parts;
  const config = { name, 'connector.class': className, ...origin.config };
  return {
    worker,
    origin,
    config,
    start: async () => {
      await worker.putConnector(name, config);
      await worker.untilRunning(name);
    },
    stop: async () => {
      await worker.stopConnector(name);
      deepEqual(worker.abandoned, [], 'it did not stop in time');
    },
    untilPolling: async () => {
      await waitFor('the task to poll', () => watch.calls > 0 || undefined, patienceMs);
    },
    untilRead: async (values) => {
      const records = await worker.read(origin.topic, values.length);
      deepEqual(
        records.map(({ value }) => value),
        values,
      );
    },
  };
}
