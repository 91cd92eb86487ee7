/**
 * A record batch of format version 2, big-endian:
 *
 *      0  int64   base offset
 *      8  int32   length of all that follows
 *     12  int32   partition leader epoch
 *     16  int8    magic
 *     17  uint32  CRC-32C of everything after it
 *     21  int16   attributes: bits 0-2 compression, 3 log append time, 4 transactional, 5 control, 6 delete horizon
 *     23  int32   last offset - base offset
 *     27  int64   base timestamp; with bit 6 when compaction may remove records without a value (KIP-534)
 *     35  int64   max timestamp
 *     43  int64   producer id
 *     51  int16   producer epoch
 *     53  int32   base sequence
 *     57  int32   number of records
 *     61  the records, compressed as a whole
 *
 * The offset, the length and the magic stand where formats 0 and 1 have them too.
 */
export const batchLayout = {
  baseOffset: 0,
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
  records: 61,
} as const;

/** Offset and length, which the length does not count. */
export const logOverhead = 12;

export const attributeBits = {
  compression: 0x07,
  logAppendTime: 0x08,
  transactional: 0x10,
  control: 0x20,
  deleteHorizon: 0x40,
} as const;
