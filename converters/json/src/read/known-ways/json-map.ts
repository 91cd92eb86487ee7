import { DeferredMap, type MapLayout, type TypedNumber, type Utf8Buffer } from '@sluice/connect-api';
import { quote, minus, point, zero, lowerF, lowerN, lowerT } from '../../text/characters.ts';
import { powersOfTen } from '../../text/number-range.ts';
import { plainFloat64 } from '../number-value.ts';

/** All of the memory that messages of a batch are in. */
export interface Memory {
  readonly buffer: ArrayBufferLike;
  readonly view: DataView;
  readonly bytes: Buffer;
}

/** Where a map is. */
export interface JsonMapParts {
  readonly layout: MapLayout;
  readonly memory: Memory;
  /** A start and an end for each scalar; texts without their quotes, the start of those with escapes inverted. */
  readonly places: Int32Array;
  /** Which of the places is the first. */
  readonly first: number;
}

/** A JSON object that is still text, all scalars of which were checked by a `ScalarScanner`. */
export class JsonMap extends DeferredMap {
  readonly layout: MapLayout;
  readonly #memory: Memory;
  readonly #places: Int32Array;
  readonly #first: number;

  constructor({ layout, memory, places, first }: JsonMapParts) {
    super();
    this.layout = layout;
    this.#memory = memory;
    this.#places = places;
    this.#first = first;
  }

  leafValue(leaf: number): unknown {
    const start = this.#startOf(leaf);
    if (start < 0) return this.#unescaped(leaf);
    const { view, bytes } = this.#memory;
    const end = this.#endOf(leaf);
    if (view.getUint8(start - 1) === quote) return bytes.toString('utf8', start, end);
    const first = view.getUint8(start);
    if (first === lowerT || first === lowerF) return first === lowerT;
    return first === lowerN ? null : numberAt(view, start, end);
  }

  // What the scanner lets pass, Java prints as it stands in the message.
  writeLeafText(leaf: number, target: Utf8Buffer): void {
    const start = this.#startOf(leaf);
    if (start < 0) target.addText(this.#unescaped(leaf));
    else target.addBytes(this.#memory.view, start, this.#endOf(leaf));
  }

  /** Inverted where it is a text with escapes. */
  #startOf(leaf: number): number {
    return this.#places[this.#first + 2 * leaf] as number;
  }

  #endOf(leaf: number): number {
    return this.#places[this.#first + 2 * leaf + 1] as number;
  }

  #unescaped(leaf: number): string {
    const literal = this.#memory.bytes.toString('utf8', ~this.#startOf(leaf) - 1, this.#endOf(leaf) + 1);
    return JSON.parse(literal) as string;
  }
}

/** A number that the scanner lets pass: its digits are exact. */
function numberAt(view: DataView, start: number, end: number): number | TypedNumber {
  const isNegative = view.getUint8(start) === minus;
  let digits = 0;
  let pointAt = end;
  for (let at = isNegative ? start + 1 : start; at < end; at += 1) {
    const byte = view.getUint8(at);
    if (byte === point) pointAt = at;
    else digits = digits * 10 + byte - zero;
  }
  const isWhole = pointAt === end;
  const magnitude = isWhole ? digits : digits / (powersOfTen[end - pointAt - 1] as number);
  const number = isNegative ? -magnitude : magnitude;
  return isWhole ? number : plainFloat64(number);
}
