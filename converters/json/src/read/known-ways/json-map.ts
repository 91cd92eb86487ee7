import { DeferredMap, TypedNumber, type MapLayout, type Utf8Buffer } from '@sluice/connect-api';

const quote = 0x22;
const lowerT = 0x74;
const lowerF = 0x66;
const lowerN = 0x6e;

/** Where a map is. */
export interface JsonMapParts {
  readonly layout: MapLayout;
  /** All of the memory that the message is in. */
  readonly memory: DataView;
  /** A start and an end for each scalar; texts without their quotes, the start of those with escapes inverted. */
  readonly places: Int32Array;
  /** Which of the places is the first. */
  readonly first: number;
}

/** A JSON object that is still text, all scalars of which were checked by a `ScalarScanner`. */
export class JsonMap extends DeferredMap {
  readonly layout: MapLayout;
  readonly #memory: DataView;
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
    const text = this.#text(place, this.#places[this.#first + 2 * leaf + 1] as number);
    if (this.#memory.getUint8(place - 1) === quote) return text;
    const first = this.#memory.getUint8(place);
    if (first === lowerT || first === lowerF) return first === lowerT;
    return first === lowerN ? null : numberOf(text);
  }

  // What the scanner lets pass, Java prints as it stands in the message.
  writeLeafText(leaf: number, target: Utf8Buffer): void {
    const place = this.#places[this.#first + 2 * leaf] as number;
    if (place < 0) target.addText(this.#unescaped(leaf));
    else target.addBytes(this.#memory, place, this.#places[this.#first + 2 * leaf + 1] as number);
  }

  #unescaped(leaf: number): string {
    const start = ~(this.#places[this.#first + 2 * leaf] as number);
    const end = this.#places[this.#first + 2 * leaf + 1] as number;
    return JSON.parse(this.#text(start - 1, end + 1)) as string;
  }

  #text(start: number, end: number): string {
    return Buffer.from(this.#memory.buffer, start, end - start).toString('utf8');
  }
}

function numberOf(text: string): number | TypedNumber {
  const number = Number(text);
  return text.includes('.') && Number.isInteger(number) ? new TypedNumber('FLOAT64', number) : number;
}
