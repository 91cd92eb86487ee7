import {
  DeferredMap,
  formatJavaText,
  type LayoutEntry,
  type MapLayout,
  type Utf8Buffer,
} from '../src/index.ts';

/** A map, which is there, as one that is not made yet. Its values are scalars and maps of such. */
export class DeferredTree extends DeferredMap {
  readonly layout: MapLayout;
  readonly #leaves: unknown[] = [];

  constructor(map: ReadonlyMap<string, unknown>) {
    super();
    const entries = this.#entriesOf(map);
    this.layout = { entries, leafCount: this.#leaves.length };
  }

  leafValue(leaf: number): unknown {
    return this.#leaves[leaf];
  }

  writeLeafText(leaf: number, target: Utf8Buffer): void {
    target.addText(formatJavaText(this.#leaves[leaf]));
  }

  #entriesOf(map: ReadonlyMap<string, unknown>): LayoutEntry[] {
    return Array.from(map, ([name, value]) =>
      value instanceof Map
        ? { name, below: this.#entriesOf(value as ReadonlyMap<string, unknown>) }
        : { name, leaf: this.#leaves.push(value) - 1 },
    );
  }
}
