import { jsonString } from './json-string.ts';

/** Beyond so many, and of longer names, they are made anew each time: they may be data. */
const maxHeads = 1000;
const maxNameLength = 200;

/** What stands before the value of a member that is not the first one, `,"id":`, kept so that each is made once. */
const heads = new Map<string, string>();

export function memberHead(name: string): string {
  const known = heads.get(name);
  if (known !== undefined) return known;
  const head = `,${jsonString(name)}:`;
  if (heads.size < maxHeads && name.length <= maxNameLength) heads.set(name, head);
  return head;
}
