import { ProtocolError } from '../../wire/protocol-error.ts';
import { WireReader } from '../../wire/wire-reader.ts';
import { attributeBits, batchLayout, logOverhead } from '../batch-layout.ts';
import { nodeZlib } from '../compression/node-zlib.ts';

/**
 * A message of format version 0 or 1, big-endian:
 *
 *      0  int64   offset
 *      8  int32   length of all that follows
 *     12  uint32  CRC-32 of everything after it
 *     16  int8    magic
 *     17  int8    attributes: bits 0-2 compression, 3 log append time (version 1)
 *     18  int64   timestamp (version 1)
 *      …  bytes   key, value
 *
 * Where it is compressed, its value is a run of such messages.
 */
const layout = { crc: 12, checked: 16, attributes: 17 } as const;

export interface Message {
  readonly offset: bigint;
  readonly magic: number;
  readonly compressionNumber: number;
  readonly hasLogAppendTime: boolean;
  readonly timestamp: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** `bytes` is exactly one message. */
export function readMessage(bytes: Buffer): Message {
  const reader = new WireReader(bytes, batchLayout.magic);
  const magic = reader.int8();
  const attributes = reader.int8();
  const message = {
    offset: bytes.readBigInt64BE(batchLayout.baseOffset),
    magic,
    compressionNumber: attributes & attributeBits.compression,
    hasLogAppendTime: magic === 1 && (attributes & attributeBits.logAppendTime) !== 0,
    timestamp: magic === 1 ? reader.int64() : -1n,
    key: reader.nullableBytes(),
    value: reader.nullableBytes(),
  };
  if (reader.remaining === 0) return message;
  throw new ProtocolError(`${reader.remaining} bytes after a message`, { position: reader.position });
}

/** The messages that stand in a decompressed value. */
export function readMessages(bytes: Buffer): Message[] {
  const messages: Message[] = [];
  const reader = new WireReader(bytes);
  while (reader.remaining > 0) {
    const start = reader.position;
    reader.skip(batchLayout.length);
    reader.skip(reader.int32());
    messages.push(readMessage(bytes.subarray(start, reader.position)));
  }
  return messages;
}

export function isCrcValid(bytes: Buffer): boolean {
  return nodeZlib().crc32(bytes.subarray(layout.checked)) === bytes.readUInt32BE(layout.crc);
}

/** Bytes of a message with neither key nor value. */
export const minMessageSize = logOverhead + 14;
