import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

const lockName = 'lock.json';
const maxAttempts = 5;

/**
 * Keeps two brokers from one folder. The lock is a file that names the process that holds it; one whose process is gone,
 * as after a crash, counts for nothing.
 */
export class FolderLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Throws where another broker, in this process or another, has the folder. */
  static async acquire(folder: string): Promise<FolderLock> {
    const path = join(folder, lockName);
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, `${JSON.stringify(ownIdentity())}\n`);
    try {
      for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
        if (await linkUnlessThere(draft, path)) return new FolderLock(path);
        await removeStale(path, folder);
      }
    } finally {
      await rm(draft, { force: true });
    }
    throw new Error(
      `The data folder ${folder} could not be locked: other brokers keep trying to start there.`,
    );
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

// A link, unlike a new file, has all of its content from the first moment.
async function linkUnlessThere(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function removeStale(path: string, folder: string): Promise<void> {
  const seen = await readLock(path);
  if (seen === null) return;
  const holder = parseHolder(seen);
  if (holder !== null && isRunning(holder)) {
    throw new Error(`The data folder ${folder} is in use by a broker in process ${holder.pid}.`);
  }
  // Another broker may have found the same stale lock and put its own there by now: then give that back.
  const aside = `${path}.${randomUUID()}`;
  if (!(await renameIfThere(path, aside))) return;
  if ((await readLock(aside)) !== seen) await linkUnlessThere(aside, path);
  await rm(aside, { force: true });
}

async function readLock(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function parseHolder(content: string): ProcessIdentity | null {
  try {
    const { pid, startedAt } = JSON.parse(content) as Partial<ProcessIdentity>;
    return typeof pid === 'number' ? { pid, startedAt: startedAt ?? null } : null;
  } catch {
    return null;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
