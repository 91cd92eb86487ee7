import type { BigIntStats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { DataError, type PluginLogger } from '@sluice/connect-api';
import { cutLines, endOfFirstLine } from '../cut/line-cutter.ts';
import type { LineDecoder } from '../cut/line-decoder.ts';
import { beginsWith, mayGrow, readHead } from './file-head.ts';
import { findCopy, findNext, findPlace, type FoundPlace } from './find-place.ts';
import { idOf, type OpenedFile } from './opened-file.ts';
import { beginning, type Place } from './place.ts';
import { modifiedUsOf, statIfThere } from './rotations.ts';

/** Gets what is read of a log, in its order. */
export interface LogReader {
  /** @param after - where to read on after this line. */
  line(text: string, after: Place): void;
  /** So many bytes have been read for the first time. */
  bytes(count: number): void;
  /** A line was skipped, or cut off. */
  tooLong(): void;
  /** The file ends here for good; what comes next stands in another one. */
  fileEnd(): void;
}

export interface FollowSettings {
  readonly decoder: LineDecoder;
  readonly lineMaxBytes: number;
  readonly cutsLongLines: boolean;
  readonly rotateWaitMs: number;
}

export interface FollowedLogParts {
  readonly path: string;
  readonly settings: FollowSettings;
  readonly reader: LogReader;
  readonly log: PluginLogger;
}

/**
 * What became of a turn: there is more to read, nothing now, or nothing until a while has passed; `absent`: there is no
 * file any more.
 */
export type Turn = 'more' | 'idle' | 'wait' | 'absent';

/**
 * One log, through all its files: it grows, is renamed, copied and truncated, packed, deleted, and reached by a link that
 * moves. Its lines come in their order, each once.
 */
export class FollowedLog {
  readonly path: string;
  readonly #parts: FollowedLogParts;
  #file: OpenedFile | null = null;
  #place: Place;
  #trouble: string | null = null;
  /** Everything has been read of the file that the place is in, and it grows no more. */
  #isFinished = false;
  /** Size, time and identity of the file at the path when all of it had been read. */
  #seen = '';

  constructor(parts: FollowedLogParts, place: Place) {
    this.path = parts.path;
    this.#parts = parts;
    this.#place = place;
  }

  get isOpen(): boolean {
    return this.#file !== null;
  }

  /** The reason why it cannot be read; `null` where it can. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Whether the file at the path is another than when all of it had been read. */
  hasChanged(): boolean {
    const stats = statIfThere(this.path);
    return signatureOf(stats) !== this.#seen;
  }

  /** Reads once, and hands over at most so many lines. @throws DataError for bytes that are no text. */
  async turn(buffer: Buffer, maxLines: number): Promise<Turn> {
    try {
      const file = (this.#file ??= await this.#find());
      if (file === null) return this.#nothing();
      const bytesRead = await file.source.read(buffer, this.#place.position);
      this.#trouble = null;
      if (!(await beginsWith(file.source, this.#place.head))) return await this.#truncated(file);
      const stats = await this.#recognise(file, bytesRead);
      const from = this.#place.position;
      const isTaken = this.#take(buffer.subarray(0, bytesRead), maxLines);
      this.#parts.reader.bytes(this.#place.position - from);
      return isTaken ? 'more' : await this.#atEnd(file, stats, buffer);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Lets go of the file; it is found again. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.source.close();
  }

  async #find(): Promise<OpenedFile | null> {
    if (this.#isFinished) return this.#enter(await findNext(this.path, this.#place));
    const found = await findPlace(this.path, this.#place);
    if (found?.isLost === true) {
      this.#parts.log.warn(
        { path: this.path, position: this.#place.position, file: found.file.path },
        'The file that was read last is gone; reading what was written after it',
      );
    }
    return this.#enter(found);
  }

  async #enter(found: FoundPlace | null): Promise<OpenedFile | null> {
    this.#file = found?.file ?? null;
    if (found !== null) {
      this.#isFinished = false;
      const target = await realpath(found.file.path).catch(() => null);
      this.#place = { ...found.place, target: target === found.file.path ? null : target };
      this.#parts.log.debug(
        { path: this.path, file: found.file.path, position: found.place.position },
        'Reading',
      );
    }
    return this.#file;
  }

  #nothing(): Turn {
    this.#seen = signatureOf(null);
    return 'absent';
  }

  /** What tells the file from others, now that more of it is there. */
  async #recognise(file: OpenedFile, bytesRead: number): Promise<BigIntStats> {
    const stats = file.stat();
    const { head } = this.#place;
    const grown = bytesRead > 0 && mayGrow(head) ? await readHead(file.source) : head;
    this.#place = { ...this.#place, head: grown, modifiedUs: modifiedUsOf(stats) };
    return stats;
  }

  /** Whether anything could be taken of a chunk that stands at the place. */
  #take(chunk: Buffer, maxLines: number): boolean {
    const rest = this.#place.isSkipping ? this.#skip(chunk) : chunk;
    if (rest === null) return true;
    const origin = this.#place.position;
    let start = 0;
    const { decoder, lineMaxBytes } = this.#parts.settings;
    const consumed = cutLines(rest, maxLines, {
      decoder,
      receive: (text, end) => {
        const length = end - start - decoder.unitBytes;
        if (length > lineMaxBytes) this.#longLine(rest.subarray(start, end), origin + end);
        else this.#line(text, origin + end);
        start = end;
      },
    });
    this.#moveTo(origin + consumed);
    return consumed > 0 || rest.length < chunk.length || this.#cutOff(rest);
  }

  /** @returns what stands after the line that is not wanted; `null` where that goes on to the end of the chunk. */
  #skip(chunk: Buffer): Buffer | null {
    if (chunk.length === 0) return chunk;
    const end = endOfFirstLine(chunk, this.#parts.settings.decoder);
    this.#place = {
      ...this.#place,
      position: this.#place.position + (end === -1 ? chunk.length : end),
      isSkipping: end === -1,
    };
    return end === -1 ? null : chunk.subarray(end);
  }

  /** Deals with a line that is too long already, though its end is not there; false for one that is not. */
  #cutOff(chunk: Buffer): boolean {
    const { lineMaxBytes, cutsLongLines, decoder } = this.#parts.settings;
    if (chunk.length <= lineMaxBytes) return false;
    this.#parts.reader.tooLong();
    const origin = this.#place.position;
    this.#place = { ...this.#place, position: origin + chunk.length, isSkipping: true };
    if (cutsLongLines) this.#line(decoder.decode(chunk, 0, this.#cutAt(chunk)), origin + chunk.length);
    return true;
  }

  #longLine(line: Buffer, endPosition: number): void {
    const { cutsLongLines, decoder } = this.#parts.settings;
    this.#parts.reader.tooLong();
    if (cutsLongLines) this.#line(decoder.decode(line, 0, this.#cutAt(line)), endPosition);
  }

  /** Not inside a character, as far as that can be seen. */
  #cutAt(line: Buffer): number {
    const { decoder, lineMaxBytes } = this.#parts.settings;
    if (decoder.unitBytes === 2) return lineMaxBytes - (lineMaxBytes % 2);
    let at = lineMaxBytes;
    while (at > lineMaxBytes - 4 && ((line[at] ?? 0) & 0xc0) === 0x80) at -= 1;
    return at;
  }

  #line(text: string, endPosition: number): void {
    const line = this.#place.position === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
    this.#place = { ...this.#place, position: endPosition };
    this.#parts.reader.line(line, this.#place);
  }

  #moveTo(position: number): void {
    if (position !== this.#place.position) this.#place = { ...this.#place, position };
  }

  /** Everything complete has been read: whether the log goes on in this file, in another one, or not now. */
  async #atEnd(file: OpenedFile, stats: BigIntStats, buffer: Buffer): Promise<Turn> {
    const current = statIfThere(this.path);
    const isCurrent = current !== null && idOf(current) === file.id;
    if (isCurrent && !file.isPacked) {
      if (stats.size < this.#place.position) return this.#truncated(file);
      this.#seen = signatureOf(current);
      return 'idle';
    }
    const quietMs = Date.now() - Number(stats.mtimeMs);
    if (!file.isPacked && quietMs < this.#parts.settings.rotateWaitMs) return 'wait';
    return this.#leave(file, buffer);
  }

  /** The file grows no more: what is left of it is its last line. */
  async #leave(file: OpenedFile, buffer: Buffer): Promise<Turn> {
    const { decoder } = this.#parts.settings;
    const left = await file.source.read(buffer, this.#place.position);
    const end = this.#place.position + left;
    if (left > 0 && !this.#place.isSkipping) {
      const text = decoder.decode(buffer, 0, left);
      this.#line(text.endsWith('\r') ? text.slice(0, -1) : text, end);
    }
    this.#parts.reader.fileEnd();
    this.#place = { ...this.#place, position: end, isSkipping: false };
    this.#isFinished = true;
    const next = await findNext(this.path, this.#place);
    await this.close();
    if (next === null) {
      this.#seen = signatureOf(statIfThere(this.path));
      return 'absent';
    }
    this.#parts.log.info(
      { path: this.path, from: file.path, to: next.file.path },
      'The log goes on in another file',
    );
    await this.#enter(next);
    return 'more';
  }

  /** The file holds something else than what was read: the rest of that may stand in a copy. */
  async #truncated(file: OpenedFile): Promise<Turn> {
    const copy = await findCopy(this.path, this.#place);
    if (copy !== null) {
      this.#parts.log.info(
        { path: this.path, copy: copy.file.path },
        'The file was truncated; reading the rest in its copy',
      );
      await file.source.close();
      await this.#enter(copy);
      return 'more';
    }
    this.#parts.log.warn(
      { path: this.path, position: this.#place.position },
      'The file was truncated, and no copy of it is there: what had not been read of it, if anything, is gone; reading it from its start',
    );
    this.#parts.reader.fileEnd();
    this.#place = { ...beginning(0), file: file.id };
    return 'more';
  }

  async #failed(cause: unknown): Promise<Turn> {
    if (!isSystemError(cause)) throw located(cause, this.path, this.#place.position);
    await this.close();
    if (this.#trouble !== cause.message) {
      this.#trouble = cause.message;
      const fields = { path: this.path, reason: cause.message };
      this.#parts.log.warn(fields, 'The file cannot be read; trying again');
    }
    this.#seen = '';
    return 'idle';
  }
}

function signatureOf(stats: BigIntStats | null): string {
  return stats === null ? 'none' : `${idOf(stats)} ${stats.size} ${stats.mtimeNs}`;
}

function located(error: unknown, path: string, position: number): unknown {
  if (!(error instanceof DataError)) return error;
  return new DataError(`${error.message} in ${path}, in the line that begins at byte ${position}`, {
    cause: error.cause,
  });
}

/** What the file system or a packed file says. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'errno' in error;
}
