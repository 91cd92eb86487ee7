import { IdentityCache, type LayoutEntry, type LeafChoice, type MapLayout } from '@sluice/connect-api';

export interface ChangedLayoutOptions {
  /** Stands between joined names where maps are made flat; null where the maps inside them stay. */
  readonly delimiter: string | null;
  /** What becomes of the name of an entry, the joined one where maps are made flat; null leaves it out. */
  readonly renamedAs: (name: string) => string | null;
  /** The names of what is added in the end. */
  readonly added: readonly string[];
}

/** The layouts that maps have when they are changed, each worked out once. */
export class ChangedLayouts {
  readonly #options: ChangedLayoutOptions;
  readonly #known = new IdentityCache((layout: MapLayout) => this.#change(layout));

  constructor(options: ChangedLayoutOptions) {
    this.#options = options;
  }

  /** `null` where two entries would get the same name. */
  of(layout: MapLayout): LeafChoice | null {
    return this.#known.get(layout);
  }

  #change(layout: MapLayout): LeafChoice | null {
    const { delimiter, added } = this.#options;
    const chosen: number[] = [];
    const kept =
      delimiter === null
        ? layout.entries.flatMap((entry) => this.#renamed(entry, entry.name, chosen))
        : this.#flat({ entries: layout.entries, prefix: '', delimiter }, chosen);
    const addedEntries = added.map((name, index) => ({ name, leaf: chosen.length + index }));
    const entries = [...kept, ...addedEntries];
    if (new Set(entries.map(({ name }) => name)).size < entries.length) return null;
    return { layout: { entries, leafCount: chosen.length + added.length }, chosen };
  }

  #flat({ entries, prefix, delimiter }: Level, chosen: number[]): LayoutEntry[] {
    return entries.flatMap((entry) => {
      const joined = prefix + entry.name;
      return entry.below === undefined
        ? this.#renamed(entry, joined, chosen)
        : this.#flat({ entries: entry.below, prefix: joined + delimiter, delimiter }, chosen);
    });
  }

  #renamed(entry: LayoutEntry, name: string, chosen: number[]): LayoutEntry[] {
    const newName = this.#options.renamedAs(name);
    return newName === null ? [] : [choose(entry, newName, chosen)];
  }
}

interface Level {
  readonly entries: readonly LayoutEntry[];
  readonly prefix: string;
  readonly delimiter: string;
}

/** The entry under a name, with all that is inside it. */
function choose(entry: LayoutEntry, name: string, chosen: number[]): LayoutEntry {
  if (entry.below === undefined) return { name, leaf: chosen.push(entry.leaf) - 1 };
  return { name, below: entry.below.map((inner) => choose(inner, inner.name, chosen)) };
}
