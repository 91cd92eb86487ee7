import { ProtocolError } from '../../wire/protocol-error.ts';

/**
 * An LZ4 frame, little-endian: magic, flags, block descriptor, [content size], [dictionary id], header checksum,
 * then blocks of a length (its top bit: stored as is), their bytes and [a checksum], up to a length of zero.
 *
 * Its checksums are not looked at: the batch around it has one, and that of the header is wrong in what Kafka wrote
 * in format version 0 (KIP-57).
 */
const frameMagic = 0x184d2204;
const flags = {
  independentBlocks: 0x20,
  blockChecksums: 0x10,
  contentSize: 0x08,
  dictionaryId: 0x01,
} as const;
const minHeaderSize = 7;
const storedBit = 0x8000_0000;

// No sequence of the format gives more than 255 bytes for one.
const maxRatio = 255;

export interface Lz4Block {
  readonly bytes: Buffer;
  readonly isCompressed: boolean;
  /** The most that can come out of it. */
  readonly maxContentSize: number;
}

export interface Lz4Frame {
  readonly blocks: readonly Lz4Block[];
  /** Whether each block can be decompressed by itself. */
  readonly hasIndependentBlocks: boolean;
}

export function readFrame(frame: Buffer): Lz4Frame {
  if (frame.length < minHeaderSize || frame.readUInt32LE(0) !== frameMagic)
    throw new ProtocolError('not an LZ4 frame');
  const flagByte = frame.readUInt8(4);
  const has = (flag: number): boolean => (flagByte & flag) !== 0;
  const headerSize = minHeaderSize + (has(flags.contentSize) ? 8 : 0) + (has(flags.dictionaryId) ? 4 : 0);
  const maxBlockSize = 1 << (8 + 2 * ((frame.readUInt8(5) >> 4) & 7));
  const blocks: Lz4Block[] = [];
  let position = headerSize;
  for (let length = lengthAt(frame, position); length !== 0; length = lengthAt(frame, position)) {
    const size = length % storedBit;
    const isCompressed = length < storedBit;
    const bytes = frame.subarray(position + 4, position + 4 + size);
    if (bytes.length < size) throw new ProtocolError('LZ4 frame ends within a block');
    blocks.push({
      bytes,
      isCompressed,
      maxContentSize: isCompressed ? Math.min(maxBlockSize, size * maxRatio) : size,
    });
    position += 4 + size + (has(flags.blockChecksums) ? 4 : 0);
  }
  return { blocks, hasIndependentBlocks: has(flags.independentBlocks) };
}

function lengthAt(frame: Buffer, position: number): number {
  if (position + 4 > frame.length) throw new ProtocolError('LZ4 frame without an end');
  return frame.readUInt32LE(position);
}
