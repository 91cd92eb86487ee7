import { EOL } from 'node:os';
import {
  formatJavaText,
  isDeferredMap,
  Utf8Buffer,
  writeDeferredText,
  type DeferredMap,
  type SinkRecord,
} from '@sluice/connect-api';

/** Characters or bytes. */
const enough = 1024 * 1024;
const maxKeptBytes = 2 * 1024 * 1024;

/** Lines that are to be written at once, in the order in which they came. */
export class LineBatch {
  /** About how much there is: characters or bytes. */
  #length = 0;
  // Joining many texts at once takes much less than adding each to those before.
  #texts: string[] = [];
  readonly #bytes = new Utf8Buffer();

  /**
   * Adds the values of records from the one at an index on, until there is enough to be written.
   * @returns the index of the first record that is not added.
   */
  addFrom(records: readonly SinkRecord[], start: number): number {
    let index = start;
    for (; index < records.length && this.#length < enough; index += 1)
      this.#add(records[index] as SinkRecord);
    return index;
  }

  /** What there is, to be written before anything else is added. */
  take(): string | Uint8Array {
    const texts = this.#texts;
    this.#length = 0;
    if (this.#bytes.length === 0) {
      this.#texts = [];
      return linesText(texts);
    }
    this.#gatherTexts();
    const bytes = this.#bytes.view();
    this.#bytes.clear(maxKeptBytes);
    return bytes;
  }

  #add({ value, valueSchema }: SinkRecord): void {
    if (isDeferredMap(value)) this.#addDeferred(value);
    else this.#addText(typeof value === 'string' ? value : formatJavaText(value, valueSchema));
  }

  #addText(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
  }

  #addDeferred(map: DeferredMap): void {
    this.#gatherTexts();
    const { length } = this.#bytes;
    writeDeferredText(map, this.#bytes);
    this.#bytes.addText(EOL);
    this.#length += this.#bytes.length - length;
  }

  #gatherTexts(): void {
    if (this.#texts.length === 0) return;
    this.#bytes.addText(linesText(this.#texts));
    this.#texts = [];
  }
}

function linesText(lines: readonly string[]): string {
  return lines.join(EOL) + EOL;
}
