import { join } from 'node:path';

export const repositoryFolder = join(import.meta.dirname, '../../../..');

/** The programs that users start, as files for Node. They run what `npm run build` built. */
export const sluicePrograms = {
  'connect-distributed': join(repositoryFolder, 'apps/worker/bin/connect-distributed.cjs'),
  'connect-plugin-path': join(repositoryFolder, 'apps/worker/bin/connect-plugin-path.cjs'),
  'connect-standalone': join(repositoryFolder, 'apps/worker/bin/connect-standalone.cjs'),
  sluice: join(repositoryFolder, 'apps/cli/bin/sluice.cjs'),
} as const;

export type SluiceProgram = keyof typeof sluicePrograms;
