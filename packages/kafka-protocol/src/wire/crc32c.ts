import { createRequire } from 'node:module';
import type * as Crc32 from '@node-rs/crc32';

let native: typeof Crc32 | undefined;

/** CRC-32C (Castagnoli) as an unsigned number. The native code is loaded with the first call. */
export function crc32c(bytes: Buffer): number {
  native ??= createRequire(import.meta.url)('@node-rs/crc32') as typeof Crc32;
  return native.crc32c(bytes);
}
