/** The offset from which on a folder takes the records of a generation, where only the clock decided about that. */
export type Segment = readonly [folder: string, fromOffset: number];

/** Where a generation of files ends. */
export interface Boundary {
  /** The first offset that is not in it. */
  readonly untilOffset: number;
  /** Which folder which records go into, by offset; `null` where the records themselves say. */
  readonly segments: readonly Segment[] | null;
}

interface Stored {
  readonly storage: 1;
  readonly until?: readonly (readonly [number, readonly Segment[] | null])[];
}

/** Brokers take 4096 bytes; what does not fit is announced with a later commit. */
const maxMetadataLength = 3500;

/** The metadata of a committed offset: boundaries of generations that begin there. */
export function formatBoundaries(boundaries: readonly Boundary[]): string {
  let until: [number, readonly Segment[] | null][] = [];
  let text = textOf(until);
  for (const { untilOffset, segments } of boundaries) {
    until = [...until, [untilOffset, segments]];
    const longer = textOf(until);
    if (Buffer.byteLength(longer) > maxMetadataLength) break;
    text = longer;
  }
  return text;
}

/** The boundaries in the metadata of a committed offset; `null` when it was not written by {@link formatBoundaries}. */
export function parseBoundaries(metadata: string): Boundary[] | null {
  try {
    const stored = JSON.parse(metadata) as Stored | null;
    if (stored?.storage !== 1) return null;
    return (stored.until ?? []).map(([untilOffset, segments]) => ({ untilOffset, segments }));
  } catch {
    return null;
  }
}

function textOf(until: readonly (readonly [number, readonly Segment[] | null])[]): string {
  const stored: Stored = until.length === 0 ? { storage: 1 } : { storage: 1, until };
  return JSON.stringify(stored);
}
