import { defineConfig } from 'vitest/config';
import { CountReporter } from './tools/count-reporter.ts';

const conditions = ['@sluice/source', 'module', 'node', 'default'];
const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};
const execArgv = ['--conditions=@sluice/source'];

export default defineConfig({
  test: {
    reporters: ['default', new CountReporter()],
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['*/*/src/**/*.test.ts', 'bench/src/**/*.test.ts', 'tools/**/*.test.ts'],
          pool: 'forks',
          execArgv,
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'services',
          include: ['*/*/test/**/*.test.ts'],
          globalSetup: ['./testing/services/src/global-setup.ts'],
          pool: 'forks',
          execArgv,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
