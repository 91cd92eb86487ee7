/** Divides things into at most so many groups of neighbours that differ in size by one at most. */
export function divide<T>(things: readonly T[], maxGroups: number): readonly (readonly T[])[] {
  const count = Math.min(things.length, maxGroups);
  const groups: T[][] = [];
  let start = 0;
  for (let group = 0; group < count; group += 1) {
    const size = Math.floor(things.length / count) + (group < things.length % count ? 1 : 0);
    groups.push(things.slice(start, start + size));
    start += size;
  }
  return groups;
}
