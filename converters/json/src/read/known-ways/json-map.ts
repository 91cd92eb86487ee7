import { DeferredMap, TypedNumber, type MapLayout, type Utf8Buffer } from '@sluice/connect-api';

const quote = 0x22;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const lowerT = 0x74;
const lowerF = 0x66;
const lowerN = 0x6e;

/** No number has more digits after the point. */
const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

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
    const place = this.#places[this.#first + 2 * leaf] as number;
    if (place < 0) return this.#unescaped(leaf);
    const { view, bytes } = this.#memory;
    const end = this.#places[this.#first + 2 * leaf + 1] as number;
    if (view.getUint8(place - 1) === quote) return bytes.toString('utf8', place, end);
    const first = view.getUint8(place);
    if (first === lowerT || first === lowerF) return first === lowerT;
    return first === lowerN ? null : numberAt(view, place, end);
  }

  // What the scanner lets pass, Java prints as it stands in the message.
  writeLeafText(leaf: number, target: Utf8Buffer): void {
    const place = this.#places[this.#first + 2 * leaf] as number;
    if (place < 0) target.addText(this.#unescaped(leaf));
    else target.addBytes(this.#memory.view, place, this.#places[this.#first + 2 * leaf + 1] as number);
  }

  #unescaped(leaf: number): string {
    const start = ~(this.#places[this.#first + 2 * leaf] as number);
    const end = this.#places[this.#first + 2 * leaf + 1] as number;
    return JSON.parse(this.#memory.bytes.toString('utf8', start - 1, end + 1)) as string;
  }
}

/** Its digits are exact as a number, and so is the power of ten that they are divided by: the quotient is the nearest number. */
function numberAt(view: DataView, start: number, end: number): number | TypedNumber {
  const isNegative = view.getUint8(start) === minus;
  let digits = 0;
  let pointAt = end;
  for (let at = isNegative ? start + 1 : start; at < end; at += 1) {
    const byte = view.getUint8(at);
    if (byte === point) pointAt = at;
    else digits = digits * 10 + byte - zero;
  }
  const magnitude = pointAt === end ? digits : digits / (powersOfTen[end - pointAt - 1] as number);
  const number = isNegative ? -magnitude : magnitude;
  return pointAt !== end && Number.isInteger(number) ? new TypedNumber('FLOAT64', number) : number;
}
