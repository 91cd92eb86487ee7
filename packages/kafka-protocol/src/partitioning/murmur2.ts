const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** The hash by which Kafka's Java producer chooses the partition of a key, as a signed 32-bit number. */
export function murmur2(bytes: Uint8Array): number {
  const wholeEnd = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let position = 0; position < wholeEnd; position += 4) {
    let word = Math.imul(littleEndian(bytes, position, position + 4), multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  if (wholeEnd < bytes.length) {
    hash = Math.imul(hash ^ littleEndian(bytes, wholeEnd, bytes.length), multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

/** The partition that Kafka's Java producer sends a key to. */
export function partitionOfKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fff_ffff) % partitionCount;
}

function littleEndian(bytes: Uint8Array, start: number, end: number): number {
  let word = 0;
  for (let position = end - 1; position >= start; position -= 1) word = (word << 8) | (bytes[position] ?? 0);
  return word;
}
