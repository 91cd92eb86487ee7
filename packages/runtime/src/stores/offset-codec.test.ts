import { describe, expect, it } from 'vitest';
import {
  canonicalOffsetKey,
  decodeOffset,
  decodeOffsetKey,
  encodeOffset,
  encodeOffsetKey,
} from './offset-codec.ts';

describe('stored offsets', () => {
  it('have the keys and values that a Java worker writes', () => {
    expect(encodeOffsetKey('fs1', { filename: '/x' })).toBe('["fs1",{"filename":"/x"}]');
    expect(encodeOffsetKey('o2', null)).toBe('["o2",null]');
    expect(encodeOffset({ position: 2 })).toBe('{"position":2}');
  });

  it('keep 64-bit integers exact', () => {
    const text = '{"lsn":9223372036854775807}';
    expect(decodeOffset(text)).toEqual({ lsn: 9223372036854775807n });
    expect(encodeOffset(decodeOffset(text))).toBe(text);
  });

  it('store bytes as base64 text', () => {
    expect(encodeOffset({ token: Buffer.from([1, 2]) })).toBe('{"token":"AQI="}');
  });

  it('refuse what is not primitive, naming the field', () => {
    const nested = { inner: { a: 1 } } as unknown as Record<string, number>;
    expect(() => encodeOffset(nested)).toThrow('field inner contains Object');
    expect(() => encodeOffset({ ratio: Number.NaN })).toThrow('field ratio contains the number NaN');
    expect(() => decodeOffset('[1]')).toThrow('Offsets must be specified as a Map');
  });

  it('are found whatever the order of the partition fields', () => {
    const one = encodeOffsetKey('m', { topic: 't', partition: 1 });
    const other = encodeOffsetKey('m', { partition: 1, topic: 't' });
    expect(one).not.toBe(other);
    expect(canonicalOffsetKey(one)).toBe(canonicalOffsetKey(other));
  });

  it('tell foreign keys apart from their own', () => {
    expect(decodeOffsetKey('["a",{"p":1}]')).toEqual({ connector: 'a', partition: { p: 1 } });
    expect(decodeOffsetKey('["a",null]')).toEqual({ connector: 'a', partition: null });
    expect(decodeOffsetKey('["a"]')).toBeNull();
    expect(decodeOffsetKey('[1,{}]')).toBeNull();
    expect(decodeOffsetKey('not json')).toBeNull();
  });
});
