import type { LayoutEntry, MapLayout } from './map-layout.ts';
import type { Utf8Buffer } from './utf8-buffer.ts';

const brand = Symbol.for('sluice.connect-api.deferred-map');

/**
 * A map without a schema that is not made yet, and is never made where nobody asks for it. It stands in for a map only
 * between those that say that they take it: `decodeDeferred` of a converter, `takesDeferredMaps` of transformations and
 * of sink tasks. Everybody else is given the map.
 */
export abstract class DeferredMap {
  abstract get layout(): MapLayout;

  /** The scalar with this number: a text, a number, a boolean, or null. */
  abstract leafValue(leaf: number): unknown;

  /** Adds the text that Java gives the scalar with this number. */
  abstract writeLeafText(leaf: number, target: Utf8Buffer): void;

  /** A new map, with new maps inside it. */
  toMap(): Map<string, unknown> {
    return this.#mapOf(this.layout.entries);
  }

  #mapOf(entries: readonly LayoutEntry[]): Map<string, unknown> {
    const map = new Map<string, unknown>();
    for (const entry of entries) {
      map.set(entry.name, entry.below === undefined ? this.leafValue(entry.leaf) : this.#mapOf(entry.below));
    }
    return map;
  }
}

// Marks the instances of every copy of this package.
Object.defineProperty(DeferredMap.prototype, brand, { value: true });

/** Whether it is a deferred map, whichever copy of this package made it. */
export function isDeferredMap(value: unknown): value is DeferredMap {
  return (
    typeof value === 'object' && value !== null && (value as { readonly [brand]?: true })[brand] === true
  );
}

/** The value, as a map where it is one that was deferred. */
export function withoutDeferral(value: unknown): unknown {
  return isDeferredMap(value) ? value.toMap() : value;
}
