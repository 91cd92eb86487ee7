import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { DataError } from '@sluice/connect-api';

const replacement = '\ufffd';

/** Makes text of the bytes of a line, in one encoding. */
export class LineDecoder {
  /** How many bytes the unit has that ends a line: 2 in UTF-16. */
  readonly unitBytes: 1 | 2;
  /** Whether the first byte of such a unit is the one that may not be 0. */
  readonly isLittleEndian: boolean;
  readonly #decoder: TextDecoder;
  readonly #isUtf8: boolean;
  readonly #failsOnInvalid: boolean;

  /** @throws RangeError when there is no such encoding. */
  constructor(encoding: string, failsOnInvalid: boolean) {
    this.#decoder = new TextDecoder(encoding, { fatal: failsOnInvalid, ignoreBOM: true });
    const name = this.#decoder.encoding;
    this.unitBytes = name.startsWith('utf-16') ? 2 : 1;
    this.isLittleEndian = name !== 'utf-16be';
    this.#isUtf8 = name === 'utf-8';
    this.#failsOnInvalid = failsOnInvalid;
  }

  /** Whether each byte of the part is the character of the same number. */
  isPlain(bytes: Buffer): boolean {
    return this.unitBytes === 1 && isAscii(bytes);
  }

  /** @throws DataError when bytes are none of the encoding and that is to be an error. */
  decode(bytes: Buffer, start: number, end: number): string {
    if (this.#isUtf8) {
      const text = bytes.toString('utf8', start, end);
      if (!this.#failsOnInvalid || !text.includes(replacement)) return text;
    }
    try {
      return this.#decoder.decode(bytes.subarray(start, end));
    } catch (cause) {
      throw new DataError(`Bytes that are not ${this.#decoder.encoding}`, { cause });
    }
  }
}
