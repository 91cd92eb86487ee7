import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterOwnDeath } from './after-own-death.ts';

export interface TempFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A new, empty folder that is removed by `remove()`, or soon after this process ends. */
export async function makeTempFolder(name: string): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), `sluice-${name}-`));
  // The second gives processes that still write into it the time to be killed.
  const release = afterOwnDeath('sleep 1; rm -rf -- "$0"', path);
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      release();
    },
  };
}
