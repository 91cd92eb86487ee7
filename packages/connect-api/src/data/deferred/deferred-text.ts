import { IdentityCache } from '../identity-cache.ts';
import type { DeferredMap } from './deferred-map.ts';
import type { LayoutEntry, MapLayout } from './map-layout.ts';
import type { Utf8Buffer } from './utf8-buffer.ts';

/** What stands before each scalar, and at last what stands after all of them. */
interface Pieces {
  readonly bytes: DataView;
  /** Where each piece ends, which is where the next one starts. */
  readonly ends: readonly number[];
}

const piecesOf = new IdentityCache(piecesFor);

/** Adds the text that Java gives the map, as `formatJavaText` has it: `{a=1, b={c=x}}`. */
export function writeDeferredText(map: DeferredMap, target: Utf8Buffer): void {
  const { layout } = map;
  const { bytes, ends } = piecesOf.get(layout);
  let start = 0;
  for (let leaf = 0; leaf < layout.leafCount; leaf += 1) {
    const end = ends[leaf] as number;
    target.addBytes(bytes, start, end);
    map.writeLeafText(leaf, target);
    start = end;
  }
  target.addBytes(bytes, start, bytes.byteLength);
}

function piecesFor({ entries }: MapLayout): Pieces {
  const texts = [''];
  addTo(texts, entries);
  const bytes = texts.map((text) => Buffer.from(text));
  const ends: number[] = [];
  for (const { length } of bytes) ends.push((ends.at(-1) ?? 0) + length);
  const joined = Uint8Array.from(Buffer.concat(bytes));
  return { bytes: new DataView(joined.buffer), ends };
}

function addTo(texts: string[], entries: readonly LayoutEntry[]): void {
  const add = (text: string): void => void (texts[texts.length - 1] += text);
  add('{');
  for (const [index, entry] of entries.entries()) {
    add(`${index === 0 ? '' : ', '}${entry.name}=`);
    if (entry.below === undefined) texts.push('');
    else addTo(texts, entry.below);
  }
  add('}');
}
