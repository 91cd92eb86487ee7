import { describe, expect, it } from 'vitest';
import { chunkBytes, ChunkPool } from './chunk-pool.ts';
import { ChunkedBytes } from './chunked-bytes.ts';

describe('bytes in chunks', () => {
  it.each([
    ['of one byte', 'x'],
    ['of two bytes', 'é'],
    ['of three bytes', '€'],
    ['of four bytes', '😀'],
  ])('holds characters %s that do not end with a chunk', (_name, character) => {
    const block = new ChunkedBytes(new ChunkPool());
    const text = `-${character.repeat(chunkBytes)}`;
    block.text('before');
    block.text(text);
    const expected = Buffer.from(`before${text}`);
    expect(block.length).toBe(expected.length);
    expect(Buffer.concat(block.lend()).equals(expected)).toBe(true);
  });

  it('holds bytes that go on in the next chunk', () => {
    const block = new ChunkedBytes(new ChunkPool());
    const bytes = Buffer.from(Array.from({ length: 3 * chunkBytes + 1 }, (_, index) => index % 251));
    block.bytes(bytes.subarray(0, 10));
    block.bytes(bytes.subarray(10));
    expect(Buffer.concat(block.lend()).equals(bytes)).toBe(true);
  });

  it('keeps what it handed out until that is written, and fills the same memory then', () => {
    const pool = new ChunkPool();
    const one = new ChunkedBytes(pool);
    const other = new ChunkedBytes(pool);
    one.text('one');
    const lent = one.lend();
    expect(one.length).toBe(0);
    one.text('next');
    other.text('other');
    expect(Buffer.concat(lent).toString()).toBe('one');
    one.release();
    const third = new ChunkedBytes(pool);
    third.text('new');
    expect(Buffer.concat(lent).toString(), 'the memory of the first').toBe('new');
    expect(Buffer.concat(one.lend()).toString()).toBe('next');
    expect(Buffer.concat(other.lend()).toString()).toBe('other');
  });
});
