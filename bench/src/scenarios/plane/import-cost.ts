import { join } from 'node:path';
import { runProgram } from '@sluice/testing-services';
import { clients } from '../../clients/all-clients.ts';
import type { ClientName } from '../../clients/all-clients.ts';
import type { Scenario } from '../scenario.ts';

const program = join(import.meta.dirname, '../../clients/programs/import-cost.ts');
const modules: Readonly<Partial<Record<ClientName, string>>> = {
  sluice: '@sluice/kafka-client',
  platformatic: '@platformatic/kafka',
  kafkajs: 'kafkajs',
};

/** What it takes a thread to import a client, the first one of the process to do so. */
export const importCost: Scenario = {
  summary: 'a thread imports a Kafka client',
  contenders: { sluice: clients.sluice, platformatic: clients.platformatic, kafkajs: clients.kafkajs },
  metrics: ['importMs', 'importHeapMb', 'importRssMb'],
  bars: [
    { metric: 'importMs', atMost: 40 },
    { metric: 'importHeapMb', atMost: 8 },
    { metric: 'importRssMb', atMost: 8 },
  ],
  prepare: () =>
    Promise.resolve(async ({ contender }) => {
      const args = [program, modules[contender as ClientName] ?? contender];
      const { exitCode, stdout, stderr } = await runProgram(process.execPath, args);
      if (exitCode !== 0) throw new Error(`The import failed:\n${stdout}${stderr}`);
      return JSON.parse(stdout) as { importMs: number; importHeapMb: number; importRssMb: number };
    }),
};
