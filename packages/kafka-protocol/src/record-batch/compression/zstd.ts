import type { CompressionCodec } from './codec.ts';
import { nodeZlib } from './node-zlib.ts';

export const zstdCodec: CompressionCodec = {
  compress(bytes, level) {
    const { constants, zstdCompressSync } = nodeZlib();
    return zstdCompressSync(
      bytes,
      level === undefined ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } },
    );
  },
  decompress: (bytes, { maxBytes }) => nodeZlib().zstdDecompressSync(bytes, { maxOutputLength: maxBytes }),
};
