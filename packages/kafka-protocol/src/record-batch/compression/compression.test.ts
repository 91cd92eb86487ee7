import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../wire/protocol-error.ts';
import { compress, compressionNumber, compressionOf, decompress, type Compression } from './compression.ts';

const maxBytes = 10_000_000;
const compressions: Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

function fromHex(spaced: string): Buffer {
  return Buffer.from(spaced.replaceAll(' ', ''), 'hex');
}

describe('compression', () => {
  it('has the numbers that stand in the attributes of a batch', () => {
    expect(compressions.map((compression) => compressionNumber(compression))).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2, 3, 4].map((number) => compressionOf(number))).toEqual(compressions);
    expect(() => compressionOf(5)).toThrow(ProtocolError);
  });

  it.each(compressions)(
    'gives back what went into %s, also over many blocks and where it cannot shrink',
    (name) => {
      const contents = [
        Buffer.alloc(0),
        Buffer.from('a'),
        Buffer.alloc(5_000_000, 'ab'),
        randomBytes(1_000_000),
      ];
      for (const content of contents) {
        const compressed = compress(name, content);
        expect(decompress(name, compressed, { maxBytes }).equals(content)).toBe(true);
      }
    },
  );

  it.each(compressions.slice(1))('says so where the bytes are not %s', (name) => {
    expect(() => decompress(name, Buffer.from('no such format'), { maxBytes })).toThrow(ProtocolError);
    expect(() => decompress(name, Buffer.alloc(0), { maxBytes })).toThrow(ProtocolError);
  });

  it.each(compressions.slice(1))('says so where %s ends too soon', (name) => {
    const compressed = compress(name, randomBytes(1000));
    expect(() => decompress(name, compressed.subarray(0, -3), { maxBytes })).toThrow(ProtocolError);
  });
});

describe('snappy', () => {
  it('is also read as one raw block, as some clients send it', () => {
    // Twelve bytes come out of it: four literals and a copy of eight from four bytes back.
    const raw = fromHex('0c 0c 61626364 11 04');
    expect(decompress('snappy', raw, { maxBytes }).toString()).toBe('abcdabcdabcd');
  });
});

describe('lz4', () => {
  const magic = '04224d18';

  it('is also read where blocks refer to those before them', () => {
    // A stored block of eight bytes, then one that copies them and adds five of its own.
    const frame = fromHex(
      `${magic} 40 40 c0 08000080 6162636465666768 09000000 04 0800 50 767778797a 00000000`,
    );
    expect(decompress('lz4', frame, { maxBytes }).toString()).toBe('abcdefghabcdefghvwxyz');
  });

  it('is also read with the size of its content and checksums of its blocks', () => {
    const size = '0400000000000000';
    const frame = fromHex(`${magic} 78 40 ${size} 00 04000080 61626364 00000000 00000000`);
    expect(decompress('lz4', frame, { maxBytes }).toString()).toBe('abcd');
  });
});
