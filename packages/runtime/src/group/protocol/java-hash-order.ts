/*
 * Java workers divide and write down work in the order of their hash tables. Nothing in the protocol asks for that
 * order, but it decides which work is given up first; a leader that follows it moves the same work as a Java leader.
 */

const smallestCapacity = 16;
const loadFactor = 0.75;

/** The order in which a `java.util.HashMap` gives the keys that were put into it in the given order. */
export function inJavaHashOrder(keys: Iterable<string>): string[] {
  const distinct = [...new Set(keys)];
  let capacity = smallestCapacity;
  while (distinct.length > capacity * loadFactor) capacity *= 2;
  const buckets = new Map(distinct.map((key) => [key, spreadHash(key) & (capacity - 1)]));
  return distinct.sort((left, right) => (buckets.get(left) ?? 0) - (buckets.get(right) ?? 0));
}

/** `String.hashCode`, with its upper half mixed into the lower one as the table does. */
function spreadHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash ^ (hash >>> 16);
}
