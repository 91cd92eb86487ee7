/** Beyond so many, and of longer keys, they are made anew each time: they may be data. */
const maxHeads = 1000;
const maxKeyLength = 200;

/** What stands before the value of a map's entry, kept so that each is made once. */
export interface EntryHead {
  /** Of the first one: `{a=`. */
  readonly first: string;
  /** Of any other one: `, a=`. */
  readonly later: string;
}

const heads = new Map<string, EntryHead>();

export function entryHead(key: string): EntryHead {
  const known = heads.get(key);
  if (known !== undefined) return known;
  const head = { first: `{${key}=`, later: `, ${key}=` };
  if (heads.size < maxHeads && key.length <= maxKeyLength) heads.set(key, head);
  return head;
}
