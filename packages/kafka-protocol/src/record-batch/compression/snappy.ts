import { createRequire } from 'node:module';
import type * as Snappy from 'snappy';
import { ProtocolError } from '../../wire/protocol-error.ts';
import { WireReader } from '../../wire/wire-reader.ts';
import type { CompressionCodec, DecompressOptions } from './codec.ts';

let native: typeof Snappy | undefined;

function snappy(): typeof Snappy {
  native ??= createRequire(import.meta.url)('snappy') as typeof Snappy;
  return native;
}

// The framing of the xerial library, which Kafka's Java clients use: magic, version and oldest compatible version,
// then blocks of a length and raw Snappy bytes. Other clients send one raw block without any frame.
const magic = Buffer.from('\u0082SNAPPY\0', 'latin1');
const frameHeader = Buffer.concat([magic, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])]);
const blockSize = 32 * 1024;

// Copying out is many times as fast as a buffer that the library allocates for itself.
const options = { copyOutputData: true };

// No element of the format gives more than 64 bytes for three.
const maxRatio = 22;

export const snappyCodec: CompressionCodec = { compress: compressFrame, decompress };

function compressFrame(bytes: Buffer): Buffer {
  const parts: Buffer[] = [frameHeader];
  for (let start = 0; start < bytes.length; start += blockSize) {
    const block = snappy().compressSync(bytes.subarray(start, start + blockSize), options);
    const length = Buffer.allocUnsafe(4);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

function decompress(bytes: Buffer, { maxBytes }: DecompressOptions): Buffer {
  const blocks = bytes.subarray(0, magic.length).equals(magic) ? blocksOf(bytes) : [bytes];
  const total = blocks.reduce((sum, block) => sum + claimedSize(block), 0);
  if (total > maxBytes)
    throw new ProtocolError(`snappy data of ${total} bytes, at most ${maxBytes} are allowed`);
  const parts = blocks.map((block) => snappy().uncompressSync(block, options) as Buffer);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, total);
}

function blocksOf(bytes: Buffer): Buffer[] {
  const reader = new WireReader(bytes, frameHeader.length);
  const blocks: Buffer[] = [];
  while (reader.remaining > 0) blocks.push(reader.bytes());
  return blocks;
}

// A raw block begins with the size of what comes out of it, which the library would allocate at once.
function claimedSize(block: Buffer): number {
  const size = new WireReader(block).unsignedVarint();
  if (size <= block.length * maxRatio) return size;
  throw new ProtocolError(`snappy block of ${block.length} bytes claims to hold ${size}`);
}
