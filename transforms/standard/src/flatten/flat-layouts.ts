import type { LayoutEntry, LeafChoice, MapLayout } from '@sluice/connect-api';
import type { RenamedAs } from './joined-names.ts';

export interface FlatLayoutOptions {
  readonly delimiter: string;
  readonly renamedAs: RenamedAs;
  /** The names of what is added in the end. */
  readonly added: readonly string[];
}

/** The layouts that maps have when they are flat, each worked out once. */
export class FlatLayouts {
  readonly #options: FlatLayoutOptions;
  readonly #known = new WeakMap<MapLayout, { readonly flat: LeafChoice | null }>();
  #lastLayout: MapLayout | null = null;
  #lastFlat: LeafChoice | null = null;

  constructor(options: FlatLayoutOptions) {
    this.#options = options;
  }

  /** `null` where two entries would get the same name. */
  of(layout: MapLayout): LeafChoice | null {
    if (layout === this.#lastLayout) return this.#lastFlat;
    const known = this.#known.get(layout) ?? { flat: this.#flatten(layout) };
    this.#known.set(layout, known);
    this.#lastLayout = layout;
    this.#lastFlat = known.flat;
    return known.flat;
  }

  #flatten({ entries }: MapLayout): LeafChoice | null {
    const names: string[] = [];
    const chosen: number[] = [];
    this.#choose('', entries, (name, leaf) => {
      names.push(name);
      chosen.push(leaf);
    });
    names.push(...this.#options.added);
    if (new Set(names).size < names.length) return null;
    const flat = names.map((name, leaf) => ({ name, leaf }));
    return { layout: { entries: flat, leafCount: flat.length }, chosen };
  }

  #choose(
    prefix: string,
    entries: readonly LayoutEntry[],
    choose: (name: string, leaf: number) => void,
  ): void {
    const { delimiter, renamedAs } = this.#options;
    for (const entry of entries) {
      const joined = prefix + entry.name;
      if (entry.below !== undefined) {
        this.#choose(joined + delimiter, entry.below, choose);
        continue;
      }
      const name = renamedAs(joined);
      if (name !== null) choose(name, entry.leaf);
    }
  }
}
