/** Versions as the protocol's own tables write them: `3+`, `0-12` or `7`, both ends included. */
export type VersionRange = `${number}+` | `${number}-${number}` | `${number}`;

/** A version of one API, and whether it has compact lengths and tagged fields. */
export interface WireVersion {
  readonly version: number;
  readonly flexible: boolean;
}

export function includesVersion(range: VersionRange, version: number): boolean {
  if (range.endsWith('+')) return version >= Number(range.slice(0, -1));
  const [first, last = first] = range.split('-').map(Number);
  return first !== undefined && last !== undefined && version >= first && version <= last;
}
