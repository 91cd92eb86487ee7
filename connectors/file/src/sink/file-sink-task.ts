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
    // Joining many texts at once takes much less than adding each to those before.
    let lines: string[] = [];
    let length = 0;
    for (const { value, valueSchema } of records) {
      const line = typeof value === 'string' ? value : formatJavaText(value, valueSchema);
      lines.push(line);
      length += line.length;
      if (length > writeThreshold) {
        await this.#output.write(linesText(lines));
        lines = [];
        length = 0;
      }
    }
    if (lines.length > 0) await this.#output.write(linesText(lines));
  }

  /** Offsets are committed after this: what they cover must not be lost with the machine. */
  async flush(): Promise<void> {
    await this.#output.sync();
  }

  async stop(): Promise<void> {
    await this.#output.close();
  }
}

function linesText(lines: readonly string[]): string {
  return lines.join(EOL) + EOL;
}
