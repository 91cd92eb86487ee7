import { createRequire } from 'node:module';
import type * as Lz4 from 'lz4-napi';
import { ProtocolError } from '../../wire/protocol-error.ts';
import type { CompressionCodec } from './codec.ts';
import { maxContentSize, withHeaderChecksum } from './lz4-frame.ts';

let native: typeof Lz4 | undefined;

function lz4(): typeof Lz4 {
  native ??= createRequire(import.meta.url)('lz4-napi') as typeof Lz4;
  return native;
}

export const lz4Codec: CompressionCodec = {
  compress: (bytes) => lz4().compressFrameSync(bytes),
  decompress(bytes, { maxBytes, isFormat0 = false }) {
    const size = maxContentSize(bytes);
    if (size > maxBytes)
      throw new ProtocolError(`lz4 data of ${size} bytes, at most ${maxBytes} are allowed`);
    return lz4().decompressFrameSync(isFormat0 ? withHeaderChecksum(bytes) : bytes);
  },
};
