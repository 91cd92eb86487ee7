import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './tools/count-reporter.ts';

const conditions = ['@sluice/source', 'module', 'node', 'default'];
const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};
const execArgv = ['--conditions=@sluice/source'];
// Programs that tests start again and again read and compile their sources once.
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node-compile') };
// What a test waits for may take a while on a busy machine.
const expectOptions = { poll: { timeout: 15_000 } };

// Integration tests that run a second time, on the dev broker; those of groups with Java members when asked for.
const onBothBrokers = [
  'packages/kafka-client/test/admin-groups.test.ts',
  'packages/kafka-client/test/group-members.test.ts',
  'packages/kafka-client/test/produce-and-consume.test.ts',
  'packages/kafka-client/test/read-committed.test.ts',
  'packages/kafka-client/test/transactions.test.ts',
  'packages/runtime/test/cluster-stores.test.ts',
  'packages/runtime/test/sink-offsets.test.ts',
  'packages/runtime/test/topic-log.test.ts',
  ...(process.env['SLUICE_DEV_BROKER_ALL'] === undefined
    ? []
    : [
        'packages/kafka-client/test/consumer-group.test.ts',
        'packages/kafka-client/test/java-clients.test.ts',
        'packages/kafka-client/test/mixed-groups.test.ts',
        'packages/runtime/test/exactly-once-source.test.ts',
        'packages/runtime/test/worker-group.test.ts',
      ]),
];

export default defineConfig({
  test: {
    reporters: ['default', new CountReporter()],
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: [
            '*/*/src/**/*.test.ts',
            'connectors/shared/*/src/**/*.test.ts',
            'bench/src/**/*.test.ts',
            'tools/**/*.test.ts',
          ],
          pool: 'forks',
          execArgv,
          expect: expectOptions,
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'services',
          include: ['*/*/test/**/*.test.ts', 'connectors/shared/*/test/**/*.test.ts'],
          // Packages of others: a test installs them elsewhere and has them run their own tests there.
          exclude: ['**/node_modules/**', 'examples/**'],
          globalSetup: ['./testing/services/src/global-setup.ts'],
          pool: 'forks',
          execArgv,
          env,
          expect: expectOptions,
          // Other people's programs take part, are killed and started again; the report names who needed it.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'dev-broker',
          include: onBothBrokers,
          globalSetup: ['./testing/services/src/dev-broker-setup.ts'],
          pool: 'forks',
          execArgv,
          env,
          expect: expectOptions,
          // Other people's programs take part, are killed and started again; the report names who needed it.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
