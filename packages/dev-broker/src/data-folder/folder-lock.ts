import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

const lockName = 'lock.json';

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
    const rival = await takeLock(path);
    if (rival === null) return new FolderLock(path);
    throw new Error(`The data folder ${folder} is in use by a broker in process ${rival.pid}.`);
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/**
 * Null when the lock is ours now, else who has it. Where there is none, a link makes it, at once and with all its content.
 * One that was left behind is replaced, and only by who holds a second lock of the same kind for that: so nobody replaces
 * what another has just put there.
 */
async function takeLock(path: string): Promise<ProcessIdentity | null> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(ownIdentity())}\n`);
  try {
    const rival = await linkUnlessHeld(draft, path);
    return rival === 'left-behind' ? await takeOver(draft, path) : rival;
  } finally {
    await rm(draft, { force: true });
  }
}

async function takeOver(draft: string, path: string): Promise<ProcessIdentity | null> {
  const takeoverPath = `${path}.takeover`;
  const rival = await takeLock(takeoverPath);
  if (rival !== null) return rival;
  try {
    const holder = await linkUnlessHeld(draft, path);
    if (holder !== 'left-behind') return holder;
    await rename(draft, path);
    return null;
  } finally {
    await rm(takeoverPath, { force: true });
  }
}

async function linkUnlessHeld(draft: string, path: string): Promise<ProcessIdentity | 'left-behind' | null> {
  for (;;) {
    const linked = await unlessCode('EEXIST', () => link(draft, path));
    if (linked !== 'failed') return null;
    const content = await unlessCode('ENOENT', () => readFile(path, 'utf8'));
    // It was released between the two.
    if (content === 'failed') continue;
    const holder = parseHolder(content);
    return holder !== null && isRunning(holder) ? holder : 'left-behind';
  }
}

async function unlessCode<T>(code: string, action: () => Promise<T>): Promise<T | 'failed'> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return 'failed';
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
