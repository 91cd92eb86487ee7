import { appendFileSync } from 'node:fs';
import type { SinkConnectorPlugin, SinkTaskContext } from '@sluice/connect-api';

/** What the task does when it comes across a record `trigger`, by the key `does` of its connector. */
const deeds: Readonly<Record<string, () => Promise<void> | void>> = {
  spin: spinForEver,
  hoard: useUpTheMemory,
  'throw later': () =>
    new Promise(() => {
      setTimeout(() => {
        throw new Error('nobody catches this');
      });
    }),
  exit: () => process.exit(7),
  fail: () => {
    throw new Error('the trigger was pulled');
  },
  wait: () => new Promise(() => undefined),
};

function spinForEver(): never {
  for (;;);
}

function useUpTheMemory(): never {
  const hoard: unknown[] = [];
  for (;;) hoard.push(Array.from({ length: 1000 }, (_none, index) => ({ index })));
}

/** A sink that takes everything, and misbehaves at a certain record. */
const oddSink: SinkConnectorPlugin = {
  kind: 'sink',
  className: 'org.example.OddSink',
  taskClassName: 'org.example.OddSinkTask',
  version: '1.0.0',
  summary: 'Misbehaves.',
  config: {},
  createTask: (_config, context: SinkTaskContext) => ({
    put: async (records) => {
      if (!records.some(({ value }) => value === 'trigger')) return;
      const { does = '' } = await context.configs();
      await deeds[does]?.();
    },
  }),
};

/**
 * A sink that writes the values it is given into its `file`, and everything that happens to its partitions. At a value
 * `busy` it keeps its thread for `busy.ms`, in JavaScript.
 */
const busySink: SinkConnectorPlugin = {
  kind: 'sink',
  className: 'org.example.BusySink',
  taskClassName: 'org.example.BusySinkTask',
  version: '1.0.0',
  summary: 'Keeps its thread.',
  config: {},
  createTask: (_config, context: SinkTaskContext) => {
    const write = async (line: string): Promise<void> => {
      const { file = '' } = await context.configs();
      appendFileSync(file, `${line}\n`);
    };
    return {
      open: () => write('open'),
      close: () => write('close'),
      put: async (records) => {
        for (const { value } of records) {
          const { 'busy.ms': busyMs } = await context.configs();
          if (value === 'busy') spinFor(Number(busyMs));
          await write(String(value));
        }
      },
    };
  },
};

function spinFor(durationMs: number): void {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}

export const plugins = [oddSink, busySink];
