import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decodeHashMapStream, encodeHashMapStream } from './java-hash-map-stream.ts';

const key = '["fs1",{"filename":"/f"}]';
const value = '{"position":2}';
const writtenByJava = Buffer.concat([
  Buffer.from(
    'aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f724900097468726573686f6c6478703f4000000000000c770800000010000000017572' +
      '00025b42acf317f8060854e0020000787000000019',
    'hex',
  ),
  Buffer.from(key),
  Buffer.from('7571007e00020000000e', 'hex'),
  Buffer.from(value),
  Buffer.from('78', 'hex'),
]);

describe('the stream of a Java HashMap of byte arrays', () => {
  it('reads what Java wrote', () => {
    expect(decodeHashMapStream(writtenByJava)).toEqual([
      { key: Buffer.from(key), value: Buffer.from(value) },
    ]);
  });

  it('writes the same bytes as Java', () => {
    const written = encodeHashMapStream([{ key: Buffer.from(key), value: Buffer.from(value) }]);
    expect(written.toString('hex')).toBe(writtenByJava.toString('hex'));
  });

  it('keeps any entries, tombstones and null keys included', () => {
    const bytes = fc.option(fc.uint8Array().map((array) => Buffer.from(array)));
    fc.assert(
      fc.property(fc.array(fc.record({ key: bytes, value: bytes })), (entries) => {
        expect(decodeHashMapStream(encodeHashMapStream(entries))).toEqual(entries);
      }),
    );
  });

  it('refuses a file that was cut anywhere', () => {
    for (let length = 0; length < writtenByJava.length; length++) {
      expect(() => decodeHashMapStream(writtenByJava.subarray(0, length))).toThrow(/expected .+ at byte/);
    }
  });

  it('refuses anything after the end and any other content', () => {
    expect(() => decodeHashMapStream(Buffer.concat([writtenByJava, Buffer.from([0])]))).toThrow(
      'the end of the file',
    );
    expect(() => decodeHashMapStream(Buffer.from('{"fs1": 2}'))).toThrow('a serialized java.util.HashMap');
  });
});
