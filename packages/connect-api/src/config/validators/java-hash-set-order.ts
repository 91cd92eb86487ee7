const smallestTable = 16;

/**
 * The distinct texts in the order in which a `java.util.HashSet` lists them after they were added one by one: by
 * bucket, within a bucket as they came.
 */
export function javaHashSetOrder(texts: readonly string[]): readonly string[] {
  const distinct = [...new Set(texts)];
  let buckets = smallestTable;
  while (distinct.length > buckets * 0.75) buckets *= 2;
  return distinct.toSorted((a, b) => bucketOf(a, buckets) - bucketOf(b, buckets));
}

function bucketOf(text: string, buckets: number): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  }
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}
