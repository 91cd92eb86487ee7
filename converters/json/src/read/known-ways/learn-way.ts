import type { LayoutEntry, MapLayout } from '@sluice/connect-api';
import { maxScalars } from './scalar-places.ts';
import type { ScalarScanner } from './scan-scalar.ts';
import {
  quote,
  comma,
  colon,
  openBracket,
  backslash,
  openBrace,
  closeBrace,
  isBlank,
} from '../../text/characters.ts';

/** How a message is read: what stands before each of its scalars, and after the last, and the map that it is. */
export interface Way {
  readonly pieces: readonly Uint8Array[];
  readonly layout: MapLayout;
}

/**
 * The way through a message that is known to be JSON in UTF-8; `null` when there is none: when it is no object, has an
 * array or a name twice in an object, or something after the object.
 */
export function learnWay(bytes: Buffer, scanner: ScalarScanner): Way | null {
  try {
    return new WayLearner(bytes, scanner).learn();
  } catch (error) {
    if (error === noWay) return null;
    throw error;
  }
}

const noWay = new Error('No way');

class WayLearner {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #scanner: ScalarScanner;
  readonly #pieces: Uint8Array[] = [];
  #position = 0;
  /** Where the last scalar ended. */
  #pieceStart = 0;

  constructor(bytes: Buffer, scanner: ScalarScanner) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#scanner = scanner;
  }

  learn(): Way {
    // In UTF-16, one of the first two bytes is zero.
    if (this.#peek() !== openBrace || this.#bytes[1] === 0) throw noWay;
    const entries = this.#readObject();
    this.#peek();
    if (this.#position < this.#bytes.length) throw noWay;
    this.#endPiece();
    return { pieces: this.#pieces, layout: { entries, leafCount: this.#pieces.length - 1 } };
  }

  #readObject(): LayoutEntry[] {
    const entries: LayoutEntry[] = [];
    const names = new Set<string>();
    this.#position += 1;
    while (this.#peek() !== closeBrace) {
      if (entries.length > 0) this.#skip(comma);
      const name = this.#readName();
      if (names.has(name)) throw noWay;
      names.add(name);
      entries.push(this.#readEntry(name));
    }
    this.#position += 1;
    return entries;
  }

  #readName(): string {
    if (this.#peek() !== quote) throw noWay;
    const start = this.#position;
    const end = this.#textEnd();
    this.#position = end;
    this.#skip(colon);
    return JSON.parse(this.#bytes.toString('utf8', start, end)) as string;
  }

  #readEntry(name: string): LayoutEntry {
    const first = this.#peek();
    if (first === openBrace) return { name, below: this.#readObject() };
    const leaf = this.#pieces.length;
    const end =
      first === openBracket ? -1 : this.#scanner.scan(this.#view, this.#position, this.#bytes.length);
    if (end === -1 || leaf === maxScalars) throw noWay;
    this.#endPiece();
    this.#position = end;
    this.#pieceStart = end;
    return { name, leaf };
  }

  // What else may stand here is the rest of a number that was not scanned to its end.
  #skip(byte: number): void {
    if (this.#peek() !== byte) throw noWay;
    this.#position += 1;
  }

  /** Behind the closing quote of the text that starts here. */
  #textEnd(): number {
    let at = this.#position + 1;
    while (this.#bytes[at] !== quote) {
      if (at >= this.#bytes.length) throw noWay;
      at += this.#bytes[at] === backslash ? 2 : 1;
    }
    return at + 1;
  }

  /** The next byte that is no blank, -1 at the end. */
  #peek(): number {
    while (isBlank(this.#bytes[this.#position])) this.#position += 1;
    return this.#bytes[this.#position] ?? -1;
  }

  /** A copy, as the message is part of a large batch. */
  #endPiece(): void {
    this.#pieces.push(Uint8Array.prototype.slice.call(this.#bytes, this.#pieceStart, this.#position));
  }
}
