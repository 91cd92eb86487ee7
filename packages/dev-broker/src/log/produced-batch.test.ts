import { describe, expect, it } from 'vitest';
import { RequestError } from '../requests/request-error.ts';
import { makeBatch, type BatchWish } from './fixtures/make-batch.ts';
import { checkProducedBatch, type BatchRules } from './produced-batch.ts';

const rules: BatchRules = {
  partitionName: 'topic-0',
  maxMessageBytes: 1000,
  maxTimestamp: 5000,
  produceVersion: 9,
};

function bytesOf(wish: Partial<BatchWish> = {}): Buffer {
  return makeBatch({ values: ['a', 'b', 'c'], ...wish }).bytes;
}

function refusalOf(records: Buffer, changed: Partial<BatchRules> = {}): string {
  try {
    checkProducedBatch(records, { ...rules, ...changed });
  } catch (error) {
    if (error instanceof RequestError) return error.error;
    throw error;
  }
  return 'NONE';
}

function changed(offset: number, bits: number): Buffer {
  const bytes = bytesOf();
  bytes.writeUInt8(bytes.readUInt8(offset) ^ bits, offset);
  return bytes;
}

/** A message of format 1 with neither key nor value: offset, size, CRC, magic, attributes, timestamp, key, value. */
function oldMessage(): Buffer {
  const bytes = Buffer.alloc(34);
  bytes.writeInt32BE(22, 8);
  bytes.writeInt8(1, 16);
  bytes.writeInt32BE(-1, 26);
  bytes.writeInt32BE(-1, 30);
  return bytes;
}

describe('the check of a produced batch', () => {
  it('gives the batch that a producer sent', () => {
    expect(checkProducedBatch(bytesOf(), rules)).toMatchObject({ recordCount: 3, magic: 2 });
  });

  it.each([
    ['nothing at all', Buffer.alloc(0), 'INVALID_RECORD'],
    ['two batches', Buffer.concat([bytesOf(), bytesOf()]), 'INVALID_RECORD'],
    ['half a batch', bytesOf().subarray(0, 70), 'INVALID_RECORD'],
    ['zeros', Buffer.alloc(200), 'CORRUPT_MESSAGE'],
    ['an older format', oldMessage(), 'INVALID_RECORD'],
    ['an unknown format', changed(16, 5), 'CORRUPT_MESSAGE'],
    ['a flipped bit in a record', changed(65, 1), 'CORRUPT_MESSAGE'],
    ['a flipped bit in the header', changed(40, 1), 'CORRUPT_MESSAGE'],
    ['a control batch', bytesOf({ control: true }), 'INVALID_RECORD'],
    [
      'a transactional batch',
      bytesOf({ transactional: true, producerId: 1n, producerEpoch: 0, baseSequence: 0 }),
      'NONE',
    ],
    ['a transactional batch of nobody', bytesOf({ transactional: true }), 'INVALID_RECORD'],
    ['a batch without records', bytesOf({ values: [] }), 'INVALID_RECORD'],
    ['a producer id without a sequence', bytesOf({ producerId: 1n, producerEpoch: 0 }), 'INVALID_RECORD'],
    ['a timestamp beyond what is allowed', bytesOf({ timestamp: 4999 }), 'INVALID_TIMESTAMP'],
    ['a timestamp just allowed', bytesOf({ timestamp: 4998 }), 'NONE'],
  ])('answers %s', (_name, records, error) => {
    expect(refusalOf(records)).toBe(error);
  });

  it('goes by the largest size of the topic', () => {
    const records = bytesOf();
    expect(refusalOf(records, { maxMessageBytes: records.length })).toBe('NONE');
    expect(refusalOf(records, { maxMessageBytes: records.length - 1 })).toBe('MESSAGE_TOO_LARGE');
  });
});
