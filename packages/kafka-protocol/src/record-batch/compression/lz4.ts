import { createRequire } from 'node:module';
import type * as Lz4 from 'lz4-napi';
import { ProtocolError } from '../../wire/protocol-error.ts';
import type { CompressionCodec, DecompressOptions } from './codec.ts';
import { readFrame, type Lz4Block } from './lz4-frame.ts';

let native: typeof Lz4 | undefined;

function lz4(): typeof Lz4 {
  native ??= createRequire(import.meta.url)('lz4-napi') as typeof Lz4;
  return native;
}

export const lz4Codec: CompressionCodec = { compress: (bytes) => lz4().compressFrameSync(bytes), decompress };

// Block by block this is several times as fast as the library's own reading of frames. Blocks that refer to those
// before them, which Kafka's Java clients neither write nor read, are left to it.
function decompress(bytes: Buffer, { maxBytes }: DecompressOptions): Buffer {
  const { blocks, hasIndependentBlocks } = readFrame(bytes);
  const size = blocks.reduce((total, block) => total + block.maxContentSize, 0);
  if (size > maxBytes) throw new ProtocolError(`lz4 data of ${size} bytes, at most ${maxBytes} are allowed`);
  if (!hasIndependentBlocks) return lz4().decompressFrameSync(bytes);
  const parts = blocks.map((block) => contentOf(block));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

// The library wants the size of what comes out before the block; an upper bound of it will do.
function contentOf({ bytes, isCompressed, maxContentSize }: Lz4Block): Buffer {
  if (!isCompressed) return bytes;
  const prefixed = Buffer.allocUnsafe(4 + bytes.length);
  prefixed.writeUInt32LE(maxContentSize);
  prefixed.set(bytes, 4);
  return lz4().uncompressSync(prefixed);
}
