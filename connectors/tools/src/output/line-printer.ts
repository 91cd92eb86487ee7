import { ConnectError } from '@sluice/connect-api';
import type { WriteText } from './standard-output.ts';

/** Gathers lines and writes them together, in their order. */
export class LinePrinter {
  readonly #write: WriteText;
  #text = '';
  #soon: NodeJS.Immediate | null = null;
  #failure: unknown = null;

  constructor(write: WriteText) {
    this.#write = write;
  }

  /** Writes the line with the next `flush`, or soon by itself. */
  add(line: string): void {
    this.#text += `${line}\n`;
    this.#soon ??= setImmediate(() => {
      this.flush().catch((error: unknown) => {
        this.#failure ??= error;
      });
    });
  }

  /**
   * Resolves when all lines so far are written.
   * @throws ConnectError when these, or earlier ones, cannot be.
   */
  async flush(): Promise<void> {
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#soon = null;
    const text = this.#text;
    this.#text = '';
    try {
      if (this.#failure !== null) throw this.#failure;
      if (text !== '') await this.#write(text);
    } catch (cause) {
      throw new ConnectError(`Could not write to standard output: ${(cause as Error).message}`, { cause });
    }
  }
}
