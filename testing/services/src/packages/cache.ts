import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Everything below it may be deleted at any time; it is made again when needed. */
export function cacheRoot(): string {
  return process.env['SLUICE_CACHE'] ?? join(homedir(), '.cache', 'sluice');
}

/**
 * The cached folder `name`, filled on first use. It is filled beside its place and then renamed, so that what
 * stands there is always whole, also after an interrupted download and with several processes filling at once.
 */
export async function cachedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheRoot(), name);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    await fill(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!isTakenPlace(error)) throw error;
  }
  return folder;
}

function isTakenPlace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}
