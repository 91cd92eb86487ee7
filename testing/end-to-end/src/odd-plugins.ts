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

export const plugins = [oddSink];
