import { EOL } from 'node:os';
import { formatJavaText, type SinkRecord, type SinkTask } from '@sluice/connect-api';
import type { FileSinkConfig } from '../config.ts';
import { AppendedFile } from './appended-file.ts';
import type { LineOutput } from './line-output.ts';
import { StandardOutput } from './standard-output.ts';

/** Text of more characters is written before the rest of the batch is turned into text. */
const writeThreshold = 1024 * 1024;

/** Writes the text of each value as a line. */
export class FileSinkTask implements SinkTask {
  readonly #output: LineOutput;

  constructor({ file }: FileSinkConfig) {
    this.#output = file === null || file === '' ? new StandardOutput() : new AppendedFile(file);
  }

  async start(): Promise<void> {
    await this.#output.open();
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    let text = '';
    for (const { value, valueSchema } of records) {
      text += (typeof value === 'string' ? value : formatJavaText(value, valueSchema)) + EOL;
      if (text.length > writeThreshold) {
        await this.#output.write(text);
        text = '';
      }
    }
    if (text !== '') await this.#output.write(text);
  }

  /** Offsets are committed after this: what they cover must not be lost with the machine. */
  async flush(): Promise<void> {
    await this.#output.sync();
  }

  async stop(): Promise<void> {
    await this.#output.close();
  }
}
