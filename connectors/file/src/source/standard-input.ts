import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { ReadStream as TerminalStream, isatty } from 'node:tty';
import { ConnectError } from '@sluice/connect-api';
import { pause } from '@sluice/connector-tasks';
import type { LineBuffer } from './line-buffer.ts';
import type { LineInput, ReadOutcome } from './line-input.ts';

const standardInputDescriptor = 0;
const longestWaitMs = 1000;

/**
 * Reads standard input without ever blocking on it. It ends once; after that there is nothing. A stream of its
 * own, because in a worker thread `process.stdin` is not the standard input of the process.
 */
export class StandardInput implements LineInput {
  #stream: Readable | null = null;
  readonly #open: () => Readable;
  #endReported = false;
  #failure: Error | null = null;
  #wake: () => void = ignore;

  constructor(openStream: () => Readable = openStandardInput) {
    this.#open = openStream;
  }

  async read(lines: LineBuffer): Promise<ReadOutcome> {
    if (this.#failure !== null) {
      const cause = this.#failure;
      throw new ConnectError(`Could not read standard input: ${cause.message}`, {
        code: 'FILE_READ_FAILED',
        cause,
      });
    }
    const stream = (this.#stream ??= this.#start());
    const chunk = readChunk(stream, lines.space());
    if (chunk > 0) {
      lines.filled(chunk);
      return 'data';
    }
    if (!stream.readableEnded || this.#endReported) return 'nothing';
    this.#endReported = true;
    return 'ended';
  }

  async wait(signal: AbortSignal): Promise<void> {
    if (this.#stream !== null && this.#stream.readableLength > 0) return;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await pause(longestWaitMs, AbortSignal.any([signal, woken.signal]));
    this.#wake = ignore;
  }

  close(): Promise<void> {
    this.#stream?.destroy();
    return Promise.resolve();
  }

  #start(): Readable {
    const stream = this.#open();
    stream.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
    stream.on('readable', () => this.#wake());
    stream.on('end', () => this.#wake());
    return stream;
  }
}

function ignore(): void {}

/** Moves buffered bytes over, as many as fit; returns how many. */
function readChunk(stream: Readable, space: Buffer): number {
  const size = Math.min(stream.readableLength, space.length);
  const chunk: unknown = stream.read(size === 0 ? undefined : size);
  return chunk instanceof Buffer ? chunk.copy(space) : 0;
}

/** Terminals, pipes and sockets are polled by the event loop; plain files and devices are read by the thread pool. */
function openStandardInput(): Readable {
  if (isatty(standardInputDescriptor)) return new TerminalStream(standardInputDescriptor);
  const stats = fstatSync(standardInputDescriptor);
  if (stats.isFIFO() || stats.isSocket()) {
    return new Socket({ fd: standardInputDescriptor, readable: true, writable: false });
  }
  return createReadStream('', { fd: standardInputDescriptor, autoClose: false });
}
