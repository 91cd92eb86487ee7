import {
  schemas,
  SourceRecord,
  type SourceOffset,
  type SourcePartition,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import type { FileSourceConfig } from '../config.ts';
import { FollowedFile } from './followed-file.ts';
import { LineBuffer } from './line-buffer.ts';
import type { LineInput } from './line-input.ts';
import { storedPosition } from './offsets.ts';
import { StandardInput } from './standard-input.ts';

/** How long `poll` waits for lines before it returns with none. */
const pollWaitMs = 1000;

/** Makes a record of each line that is complete. */
export class FileSourceTask implements SourceTask {
  readonly #config: FileSourceConfig;
  readonly #context: SourceTaskContext;
  readonly #input: LineInput;
  readonly #lines = new LineBuffer();
  readonly #partition: SourcePartition;
  /** Standard input cannot be resumed. */
  readonly #resumable: boolean;
  readonly #addRecord = (line: string, endPosition: number) => this.#add(line, this.#offset(endPosition));
  #records: SourceRecord[] = [];
  #timestampMs = 0;

  constructor(config: FileSourceConfig, context: SourceTaskContext) {
    const { file } = config;
    this.#config = config;
    this.#context = context;
    this.#resumable = file !== null && file !== '';
    this.#partition = Object.freeze({ filename: file });
    this.#input = file !== null && file !== '' ? new FollowedFile(file, context.log) : new StandardInput();
  }

  async start(): Promise<void> {
    if (!this.#resumable) return;
    const offset = await this.#context.offsetStorageReader.offset(this.#partition);
    this.#lines.reset(storedPosition(offset));
  }

  poll(): Promise<readonly SourceRecord[] | null> | readonly SourceRecord[] | null {
    return this.#takeComplete() ?? this.#read();
  }

  async stop(): Promise<void> {
    await this.#input.close();
  }

  async #read(): Promise<readonly SourceRecord[] | null> {
    const { signal } = this.#context;
    const deadlineMs = performance.now() + pollWaitMs;
    while (!signal.aborted) {
      const outcome = await this.#input.read(this.#lines);
      const records = outcome === 'ended' ? this.#takeLast() : this.#takeComplete();
      if (records !== null) return records;
      if (outcome !== 'nothing') continue;
      if (performance.now() >= deadlineMs) return null;
      await this.#input.wait(signal);
    }
    return null;
  }

  #takeComplete(): readonly SourceRecord[] | null {
    this.#records = [];
    this.#timestampMs = Date.now();
    const count = this.#lines.take(Math.max(1, this.#config['batch.size']), this.#addRecord);
    return count === 0 ? null : this.#records;
  }

  /** The input has ended: its last line is complete even without a line end. What follows starts at 0. */
  #takeLast(): readonly SourceRecord[] | null {
    this.#records = [];
    this.#timestampMs = Date.now();
    const line = this.#lines.finish();
    this.#lines.reset(0);
    if (line === null) return null;
    this.#add(line, this.#offset(0));
    return this.#records;
  }

  #offset(position: number): SourceOffset {
    return this.#resumable ? { position } : noPosition;
  }

  #add(line: string, sourceOffset: SourceOffset): void {
    this.#records.push(
      new SourceRecord({
        topic: this.#config.topic,
        valueSchema: schemas.string,
        value: line,
        timestampMs: this.#timestampMs,
        sourcePartition: this.#partition,
        sourceOffset,
      }),
    );
  }
}

const noPosition: SourceOffset = Object.freeze({ position: null });
