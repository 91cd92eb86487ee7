import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../wire/protocol-error.ts';
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from './consumer-protocol.ts';

const topicPartitions = fc.record({
  topic: fc.string({ maxLength: 20 }),
  partitions: fc.array(fc.nat(10_000), { maxLength: 5 }),
});
const userData = fc.option(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)));
const version = fc.integer({ min: 0, max: 3 });

describe('the consumer protocol', () => {
  it('writes a subscription byte for byte as the Java client does', () => {
    const subscription = {
      topics: ['ab'],
      ownedPartitions: [{ topic: 'ab', partitions: [1] }],
      generationId: 7,
      rackId: 'r',
    };
    const expected = '0003 00000001 00026162 ffffffff 00000001 00026162 00000001 00000001 00000007 000172';
    expect(encodeSubscription(subscription).toString('hex')).toBe(expected.replaceAll(' ', ''));
  });

  it('reads back every subscription, less what its version does not have', () => {
    const subscription = fc.record({
      topics: fc.array(fc.string({ maxLength: 20 }), { maxLength: 4 }),
      userData,
      ownedPartitions: fc.array(topicPartitions, { maxLength: 3 }),
      generationId: fc.integer({ min: -1, max: 100 }),
      rackId: fc.option(fc.string({ maxLength: 8 })),
    });
    fc.assert(
      fc.property(subscription, version, (written, version) => {
        expect(decodeSubscription(encodeSubscription(written, version))).toEqual({
          ...written,
          ownedPartitions: version >= 1 ? written.ownedPartitions : [],
          generationId: version >= 2 ? written.generationId : -1,
          rackId: version >= 3 ? written.rackId : null,
        });
      }),
    );
  });

  it('reads back every assignment', () => {
    const assignment = fc.record({
      assignedPartitions: fc.array(topicPartitions, { maxLength: 3 }),
      userData,
    });
    fc.assert(
      fc.property(assignment, version, (written, version) => {
        expect(decodeAssignment(encodeAssignment(written, version))).toEqual(written);
      }),
    );
  });

  it('passes over what a later version adds', () => {
    const later = Buffer.concat([encodeSubscription({ topics: ['a'] }), Buffer.from('more')]);
    later.writeInt16BE(9, 0);
    expect(decodeSubscription(later).topics).toEqual(['a']);
  });

  it('throws ProtocolError for bytes that are none of its messages', () => {
    expect(() => decodeAssignment(Buffer.alloc(0))).toThrow(ProtocolError);
    expect(() => decodeAssignment(Buffer.from('ffff00000000', 'hex'))).toThrow(ProtocolError);
    expect(() => decodeSubscription(Buffer.from('00007fffffff', 'hex'))).toThrow(
      'topics: array of 2147483647 elements in 0 bytes',
    );
  });
});
