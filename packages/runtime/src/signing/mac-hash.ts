const hashes: Readonly<Record<string, string>> = {
  hmacmd5: 'md5',
  hmacsha1: 'sha1',
  hmacsha224: 'sha224',
  hmacsha256: 'sha256',
  hmacsha384: 'sha384',
  hmacsha512: 'sha512',
};

/** What Java makes keys of by default, in bytes: for the older codes the block of their hash. */
const usualKeyBytes: Readonly<Record<string, number>> = {
  md5: 64,
  sha1: 64,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** The hash of a message authentication code by Java's name for it, in any letter case; `null` for one that is unknown. */
export function macHash(algorithm: string): string | null {
  return hashes[algorithm.toLowerCase()] ?? null;
}

/** How long a key of so many bits is, or of what is usual for the algorithm. */
export function keyBytes(algorithm: string, bits: number | null): number {
  return bits === null ? (usualKeyBytes[macHash(algorithm) ?? ''] ?? 64) : Math.ceil(bits / 8);
}
