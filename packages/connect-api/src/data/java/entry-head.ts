/** Beyond so many, and of longer keys, they are made anew each time: they may be data. */
const maxHeads = 1000;
const maxKeyLength = 200;

/** What stands before the value of a map's entry that is not the first one, `, a=`, kept so that each is made once. */
const heads = new Map<string, string>();

export function entryHead(key: string): string {
  const known = heads.get(key);
  if (known !== undefined) return known;
  const head = `, ${key}=`;
  if (heads.size < maxHeads && key.length <= maxKeyLength) heads.set(key, head);
  return head;
}
