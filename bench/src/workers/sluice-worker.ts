import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerKind } from './worker-kind.ts';

const programs = join(import.meta.dirname, '../../../node_modules/.bin');

export const sluiceWorker: WorkerKind = {
  title: 'Sluice',
  runsOn: 'node',
  properties: () => Promise.resolve({}),
  command: (mode, { propertiesFile, connectorFiles }) => {
    const program = join(programs, `connect-${mode}`);
    if (!existsSync(program))
      throw new Error(`${program} is missing: run npm ci, or measure with --workers java`);
    return Promise.resolve({ command: program, args: [propertiesFile, ...connectorFiles] });
  },
};
