import { defineConfig } from 'vitest/config';
import { CountReporter } from './tools/count-reporter.ts';

const conditions = ['@sluice/source', 'module', 'node', 'default'];
const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};
const execArgv = ['--conditions=@sluice/source'];
// What a test waits for may take a while on a busy machine.
const expectOptions = { poll: { timeout: 15_000 } };

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
          expect: expectOptions,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
