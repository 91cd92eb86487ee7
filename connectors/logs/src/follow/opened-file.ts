import { constants, fstatSync, type BigIntStats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';
import { GzipSource } from './gzip-source.ts';
import { PlainSource } from './plain-source.ts';

/** A file that is open. */
export interface OpenedFile {
  readonly path: string;
  /** Device and inode: the same whatever its name becomes. */
  readonly id: string;
  readonly source: ByteSource;
  /** Its positions are those of unpacked bytes, and it grows no more. */
  readonly isPacked: boolean;
  stat(): BigIntStats;
}

/** @throws whatever the file system says; an Error with the code EINVAL for what is no regular file. */
export async function openFile(path: string): Promise<OpenedFile> {
  // Opening a named pipe would wait for somebody to write to it.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(handle.fd, { bigint: true });
    if (!stats.isFile()) throw Object.assign(new Error('it is no regular file'), { code: 'EINVAL' });
    const isPacked = path.endsWith('.gz');
    return {
      path,
      id: idOf(stats),
      isPacked,
      source: isPacked ? new GzipSource(handle) : new PlainSource(handle),
      stat: () => fstatSync(handle.fd, { bigint: true }),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export function idOf({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}
