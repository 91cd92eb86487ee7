// Control characters, quotes, backslashes, and surrogates, which might stand alone.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const special = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** Beyond so many, and of longer names, they are made anew each time: they may be data. */
const maxHeads = 1000;
const maxNameLength = 200;
const heads = new Map<string, string>();

/** A text as JSON. */
export function jsonString(text: string): string {
  return special.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** What stands before the value of a member that is not the first one: `,"id":`. */
export function memberHead(name: string): string {
  const known = heads.get(name);
  if (known !== undefined) return known;
  const head = `,${jsonString(name)}:`;
  if (heads.size < maxHeads && name.length <= maxNameLength) heads.set(name, head);
  return head;
}
