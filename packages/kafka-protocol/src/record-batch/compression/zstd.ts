import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { CompressionCodec } from './codec.ts';

export const zstdCodec: CompressionCodec = {
  compress: (bytes, level) =>
    zstdCompressSync(
      bytes,
      level === undefined ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } },
    ),
  decompress: (bytes, { maxBytes }) => zstdDecompressSync(bytes, { maxOutputLength: maxBytes }),
};
