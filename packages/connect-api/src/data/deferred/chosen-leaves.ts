import { formatJavaText } from '../java/java-text.ts';
import { DeferredMap } from './deferred-map.ts';
import type { MapLayout } from './map-layout.ts';
import type { Utf8Buffer } from './utf8-buffer.ts';

/** Which scalars of maps that are alike are chosen: worked out once for all of them. */
export interface LeafChoice {
  /** Has the chosen leaves, and then those that are added. */
  readonly layout: MapLayout;
  /** The chosen ones, by their numbers in the map that they are chosen from. */
  readonly chosen: readonly number[];
}

/** Scalars of a deferred map under other names or in other places, and some more after them. */
export class ChosenLeaves extends DeferredMap {
  readonly #choice: LeafChoice;
  readonly #source: DeferredMap;
  readonly #added: readonly unknown[];

  constructor(choice: LeafChoice, source: DeferredMap, added: readonly unknown[]) {
    super();
    this.#choice = choice;
    this.#source = source;
    this.#added = added;
  }

  get layout(): MapLayout {
    return this.#choice.layout;
  }

  leafValue(leaf: number): unknown {
    const { chosen } = this.#choice;
    return leaf < chosen.length
      ? this.#source.leafValue(chosen[leaf] as number)
      : this.#added[leaf - chosen.length];
  }

  writeLeafText(leaf: number, target: Utf8Buffer): void {
    const { chosen } = this.#choice;
    if (leaf < chosen.length) this.#source.writeLeafText(chosen[leaf] as number, target);
    else target.addText(formatJavaText(this.#added[leaf - chosen.length]));
  }
}
