import { formatJavaText } from '../java/java-text.ts';
import { DeferredMap } from './deferred-map.ts';
import type { MapLayout } from './map-layout.ts';
import type { Utf8Buffer } from './utf8-buffer.ts';

/** Scalars of a deferred map under other names or in other places, and some more after them. */
export class ChosenLeaves extends DeferredMap {
  readonly layout: MapLayout;
  readonly #source: DeferredMap;
  readonly #chosen: readonly number[];
  readonly #added: readonly unknown[];

  /** @param layout - has the chosen leaves, by their numbers in the source, and then those that are added. */
  constructor(
    layout: MapLayout,
    { source, chosen, added }: { source: DeferredMap; chosen: readonly number[]; added: readonly unknown[] },
  ) {
    super();
    this.layout = layout;
    this.#source = source;
    this.#chosen = chosen;
    this.#added = added;
  }

  leafValue(leaf: number): unknown {
    const chosen = this.#chosen[leaf];
    return chosen === undefined ? this.#added[leaf - this.#chosen.length] : this.#source.leafValue(chosen);
  }

  writeLeafText(leaf: number, target: Utf8Buffer): void {
    if (leaf < this.#chosen.length) this.#source.writeLeafText(this.#chosen[leaf] as number, target);
    else target.addText(formatJavaText(this.#added[leaf - this.#chosen.length]));
  }
}
