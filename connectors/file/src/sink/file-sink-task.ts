import type { SinkRecord, SinkTask } from '@sluice/connect-api';
import type { FileSinkConfig } from '../config.ts';
import { AppendedFile } from './appended-file.ts';
import { LineBatch } from './line-batch.ts';
import type { LineOutput } from './line-output.ts';
import { StandardOutput } from './standard-output.ts';

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
    let index = 0;
    while (index < records.length) {
      index = this.#lines.addFrom(records, index);
      await this.#output.write(this.#lines.take());
    }
  }

  /** Offsets are committed after this: what they cover must not be lost with the machine. */
  async flush(): Promise<void> {
    await this.#output.sync();
  }

  async stop(): Promise<void> {
    await this.#output.close();
  }
}
