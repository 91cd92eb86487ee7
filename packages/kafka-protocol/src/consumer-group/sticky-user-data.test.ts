import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../wire/protocol-error.ts';
import {
  decodeCooperativeUserData,
  decodeStickyUserData,
  encodeCooperativeUserData,
  encodeStickyUserData,
} from './sticky-user-data.ts';

const had = { previousAssignment: [{ topic: 'ab', partitions: [1, 7] }], generationId: 5 };

describe('the user data of sticky assignors', () => {
  it('is written byte for byte as Java does', () => {
    const expected = '00000001 00026162 00000002 00000001 00000007 00000005';
    expect(encodeStickyUserData(had).toString('hex')).toBe(expected.replaceAll(' ', ''));
    expect(encodeCooperativeUserData(5).toString('hex')).toBe('00000005');
  });

  it('is read back, also as it was before it had a generation', () => {
    const bytes = encodeStickyUserData(had);
    expect(decodeStickyUserData(bytes)).toEqual(had);
    expect(decodeStickyUserData(bytes.subarray(0, -4))).toEqual({ ...had, generationId: -1 });
    expect(decodeCooperativeUserData(encodeCooperativeUserData(9))).toBe(9);
  });

  it('is refused where the bytes are something else', () => {
    expect(() => decodeStickyUserData(Buffer.from('7fffffff', 'hex'))).toThrow(ProtocolError);
    expect(() => decodeStickyUserData(Buffer.alloc(2))).toThrow(ProtocolError);
    expect(() => decodeCooperativeUserData(Buffer.alloc(2))).toThrow(ProtocolError);
  });
});
