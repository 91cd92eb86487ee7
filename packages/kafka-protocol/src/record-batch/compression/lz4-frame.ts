import { ProtocolError } from '../../wire/protocol-error.ts';

/**
 * An LZ4 frame, little-endian: magic, flags, block descriptor, [content size], [dictionary id], header checksum,
 * then blocks of a length (its top bit: stored as is), their bytes and [a checksum], up to a length of zero.
 */
const frameMagic = 0x184d2204;
const flags = { blockChecksums: 0x10, contentSize: 0x08, dictionaryId: 0x01 } as const;
const storedBit = 0x8000_0000;

// No sequence of the format gives more than 255 bytes for one.
const maxRatio = 255;

function headerChecksumPosition(frame: Buffer): number {
  if (frame.length < 7 || frame.readUInt32LE(0) !== frameMagic) throw new ProtocolError('not an LZ4 frame');
  const flagByte = frame.readUInt8(4);
  const position = 6 + (flagByte & flags.contentSize ? 8 : 0) + (flagByte & flags.dictionaryId ? 4 : 0);
  if (position >= frame.length) throw new ProtocolError('LZ4 frame ends in its header');
  return position;
}

/** The most bytes that can come out of a frame, told from its block lengths alone. */
export function maxContentSize(frame: Buffer): number {
  const trailerSize = frame.length > 4 && frame.readUInt8(4) & flags.blockChecksums ? 4 : 0;
  let position = headerChecksumPosition(frame) + 1;
  const maxBlockSize = 1 << (8 + 2 * ((frame.readUInt8(5) >> 4) & 7));
  let total = 0;
  while (position + 4 <= frame.length) {
    const length = frame.readUInt32LE(position);
    if (length === 0) break;
    const size = length % storedBit;
    total += length >= storedBit ? size : Math.min(maxBlockSize, size * maxRatio);
    position += 4 + size + trailerSize;
  }
  return total;
}

/** The same frame with the right header checksum: Kafka's format version 0 took the magic into it. */
export function withHeaderChecksum(frame: Buffer): Buffer {
  const position = headerChecksumPosition(frame);
  const repaired = Buffer.from(frame);
  repaired[position] = (xxHash32(frame.subarray(4, position)) >>> 8) & 0xff;
  return repaired;
}

const prime1 = 0x9e3779b1;
const prime2 = 0x85ebca77;
const prime3 = 0xc2b2ae3d;
const prime4 = 0x27d4eb2f;
const prime5 = 0x165667b1;

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** xxHash32 with seed 0 of fewer than 16 bytes, which a frame header always is. */
function xxHash32(bytes: Buffer): number {
  let hash = (prime5 + bytes.length) | 0;
  let position = 0;
  for (; position + 4 <= bytes.length; position += 4) {
    hash = (hash + Math.imul(bytes.readUInt32LE(position), prime3)) | 0;
    hash = Math.imul(rotateLeft(hash, 17), prime4);
  }
  for (; position < bytes.length; position += 1) {
    hash = (hash + Math.imul(bytes.readUInt8(position), prime5)) | 0;
    hash = Math.imul(rotateLeft(hash, 11), prime1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), prime2);
  hash = Math.imul(hash ^ (hash >>> 13), prime3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
