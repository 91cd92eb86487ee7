import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutLines, endOfFirstLine } from './line-cutter.ts';
import { LineDecoder } from './line-decoder.ts';

function cut(
  bytes: Buffer,
  encoding = 'utf-8',
  maxLines = 100,
): { lines: string[]; ends: number[]; consumed: number } {
  const lines: string[] = [];
  const ends: number[] = [];
  const decoder = new LineDecoder(encoding, true);
  const consumed = cutLines(bytes, maxLines, {
    decoder,
    receive: (line, end) => {
      lines.push(line);
      ends.push(end);
    },
  });
  return { lines, ends, consumed };
}

describe('a chunk is cut into lines', () => {
  it.each([
    ['utf-8', 'plain\nüber\r\n\nrest', ['plain', 'über', '']],
    ['utf-8', 'one\r\ntwo\n', ['one', 'two']],
    ['utf-16le', 'Zwölf\r\nĊ\n', ['Zwölf', 'Ċ']],
    ['latin1', 'caf\n', ['caf']],
  ])('in %s: %j', (encoding, text, expected) => {
    const bytes = Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : 'utf8');
    expect(cut(bytes, encoding).lines).toEqual(expected);
  });

  it('in big-endian UTF-16, where a line feed has its zero before it', () => {
    const bytes = Buffer.from('Ā\nb\n', 'utf16le').swap16();
    expect(cut(bytes, 'utf-16be')).toMatchObject({ lines: ['Ā', 'b'], consumed: bytes.length });
    expect(endOfFirstLine(bytes, new LineDecoder('utf-16be', false))).toBe(4);
  });

  it('in encodings of which a byte may be half a character', () => {
    const bytes = Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x0a]);
    expect(cut(bytes, 'shift_jis').lines).toEqual(['テスト']);
  });

  it('at most as many as are wanted', () => {
    expect(cut(Buffer.from('a\nb\nc\n'), 'utf-8', 2)).toEqual({
      lines: ['a', 'b'],
      ends: [2, 4],
      consumed: 4,
    });
  });

  it('and ends where its bytes do, whatever characters they are', () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\r\n]/g, ' ').toWellFormed());
    fc.assert(
      fc.property(fc.array(line), (texts) => {
        const bytes = Buffer.from(texts.map((text) => `${text}\n`).join('') + 'unfinished');
        const { lines, ends, consumed } = cut(bytes, 'utf-8', Infinity);
        expect(lines).toEqual(texts);
        expect(consumed).toBe(bytes.length - 'unfinished'.length);
        const starts = [0, ...ends];
        expect(ends.map((end, index) => bytes.toString('utf8', starts[index], end - 1))).toEqual(texts);
      }),
    );
  });
});

describe('bytes that are none of the encoding', () => {
  const broken = Buffer.from([0x61, 0xff, 0x0a]);

  it('are replaced', () => {
    expect(new LineDecoder('utf-8', false).decode(broken, 0, 2)).toBe('a\ufffd');
  });

  it('are an error where that is wanted, unlike the replacement character itself', () => {
    const strict = new LineDecoder('utf-8', true);
    expect(() => strict.decode(broken, 0, 2)).toThrow('Bytes that are not utf-8');
    const itself = Buffer.from('\ufffd');
    expect(strict.decode(itself, 0, itself.length)).toBe('\ufffd');
  });
});
