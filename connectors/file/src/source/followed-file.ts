import { constants, type BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { PluginLogger } from '@sluice/connect-api';
import { pause } from '@sluice/connector-tasks';
import type { LineBuffer } from './line-buffer.ts';
import type { LineInput, ReadOutcome } from './line-input.ts';

/** How often a file that was read to its end is looked at: notifications miss growth on network file systems. */
const checkIntervalMs = 100;

interface OpenFile {
  readonly handle: FileHandle;
  readonly stats: BigIntStats;
  /** Pipes and devices have no positions. */
  readonly seekable: boolean;
}

/**
 * Reads a file that grows, is replaced (renamed and created anew, as log rotation does) or truncated. A file
 * that is not there or cannot be read is waited for, and the log says why.
 */
export class FollowedFile implements LineInput {
  readonly #path: string;
  readonly #log: PluginLogger;
  #file: OpenFile | null = null;
  #successorSeen = false;
  #trouble: string | null = null;

  constructor(path: string, log: PluginLogger) {
    this.#path = path;
    this.#log = log;
  }

  async read(lines: LineBuffer): Promise<ReadOutcome> {
    const space = lines.space();
    try {
      const file = (this.#file ??= await this.#open(lines));
      const position = file.seekable ? lines.readPosition : null;
      const { bytesRead } = await file.handle.read(space, 0, space.length, position);
      if (bytesRead === 0) return file.seekable ? await this.#atEnd(file, lines) : 'nothing';
      lines.filled(bytesRead);
      this.#successorSeen = false;
      return 'data';
    } catch (error) {
      await this.#waitFor(error);
      return 'nothing';
    }
  }

  wait(signal: AbortSignal): Promise<void> {
    return pause(checkIntervalMs, signal);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close();
  }

  async #open(lines: LineBuffer): Promise<OpenFile> {
    // A named pipe would block the opening until somebody writes to it.
    const handle = await open(this.#path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat({ bigint: true });
    if (stats.isFile() && stats.size < lines.readPosition) {
      const fields = { file: this.#path, position: lines.readPosition, size: Number(stats.size) };
      this.#log.warn(
        fields,
        'The file ends before the stored position: truncated or replaced, reading from its start',
      );
      lines.reset(0);
    }
    this.#trouble = null;
    this.#log.info({ file: this.#path, position: lines.readPosition }, 'Reading the file');
    return { handle, stats, seekable: stats.isFile() };
  }

  /** Whether the file at this path is still the one that was read to its end. */
  async #atEnd(file: OpenFile, lines: LineBuffer): Promise<ReadOutcome> {
    const current = await statIfThere(this.#path);
    if (current === null) return 'nothing';
    if (current.ino !== file.stats.ino || current.dev !== file.stats.dev) return this.#atSuccessor();
    if (current.size >= lines.readPosition) return 'nothing';
    this.#log.warn(
      { file: this.#path, position: lines.readPosition, size: Number(current.size) },
      'The file was truncated, reading from its start',
    );
    return 'ended';
  }

  /** Reads the old file once more before leaving it: its writer may have been about to finish. */
  async #atSuccessor(): Promise<ReadOutcome> {
    if (!this.#successorSeen) {
      this.#successorSeen = true;
      return 'nothing';
    }
    this.#successorSeen = false;
    await this.close();
    this.#log.info({ file: this.#path }, 'The file was replaced, continuing with the new one');
    return 'ended';
  }

  async #waitFor(error: unknown): Promise<void> {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EAGAIN') return;
    await this.close();
    if (this.#trouble === error.message) return;
    this.#trouble = error.message;
    this.#log.warn({ file: this.#path, reason: error.message }, 'The file cannot be read, waiting for it');
  }
}

async function statIfThere(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return null;
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
