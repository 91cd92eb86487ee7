import type { SinkRecord, SinkTask } from '@sluice/connect-api';
import type { FileSinkConfig } from '../config.ts';
import { AppendedFile } from './appended-file.ts';
import { LineBatch } from './line-batch.ts';
import type { LineOutput } from './line-output.ts';
import { StandardOutput } from './standard-output.ts';

/** Lines of more characters or bytes are written before the rest of the batch is turned into lines. */
const writeThreshold = 1024 * 1024;

/** Writes the text of each value as a line. */
export class FileSinkTask implements SinkTask {
  readonly takesDeferredMaps = true;
  readonly #output: LineOutput;
  readonly #lines = new LineBatch();

  constructor({ file }: FileSinkConfig) {
    this.#output = file === null || file === '' ? new StandardOutput() : new AppendedFile(file);
  }

  async start(): Promise<void> {
    await this.#output.open();
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    for (const record of records) {
      this.#lines.add(record);
      if (this.#lines.length > writeThreshold) await this.#output.write(this.#lines.take());
    }
    if (this.#lines.length > 0) await this.#output.write(this.#lines.take());
  }

  /** Offsets are committed after this: what they cover must not be lost with the machine. */
  async flush(): Promise<void> {
    await this.#output.sync();
  }

  async stop(): Promise<void> {
    await this.#output.close();
  }
}
