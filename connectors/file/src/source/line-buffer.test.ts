import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBuffer } from './line-buffer.ts';

type Line = readonly [text: string, endPosition: number];

function feed(lines: LineBuffer, bytes: Buffer): void {
  const space = lines.space();
  bytes.copy(space);
  lines.filled(bytes.length);
}

function take(lines: LineBuffer, maxLines = Infinity): Line[] {
  const taken: Line[] = [];
  lines.take(maxLines, (text, endPosition) => taken.push([text, endPosition]));
  return taken;
}

/** Feeds the text in pieces and takes what is complete after each. */
function cut(...pieces: readonly (string | Buffer)[]): Line[] {
  const lines = new LineBuffer();
  return pieces.flatMap((piece) => {
    feed(lines, Buffer.from(piece));
    return take(lines);
  });
}

/** The lines that are complete, by a rule that knows the whole text. */
function completeLines(text: string): Line[] {
  return Array.from(text.matchAll(/([^\r\n]*)(\r\n|\n|\r(?!$))/g), (match) => [
    match[1] ?? '',
    Buffer.byteLength(text.slice(0, match.index + match[0].length)),
  ]);
}

describe('LineBuffer', () => {
  it('ends lines at a line feed, a carriage return or both', () => {
    expect(cut('a\nb\r\nc\rd\n')).toEqual([
      ['a', 2],
      ['b', 5],
      ['c', 7],
      ['d', 9],
    ]);
  });

  it('hands over empty lines', () => {
    expect(cut('\n\r\n\rx\n').map(([text]) => text)).toEqual(['', '', '', 'x']);
  });

  it('keeps a partial line until its end arrives', () => {
    expect(cut('one\ntw', 'o\nthr')).toEqual([
      ['one', 4],
      ['two', 8],
    ]);
  });

  it('waits for what follows a carriage return that is the last byte', () => {
    expect(cut('a\r')).toEqual([]);
    expect(cut('a\r', '\nb\n')).toEqual([
      ['a', 3],
      ['b', 5],
    ]);
    expect(cut('a\r', 'b\n')).toEqual([
      ['a', 2],
      ['b', 4],
    ]);
    expect(cut('a\r', 'b')).toEqual([['a', 2]]);
  });

  it('counts bytes, not characters', () => {
    expect(cut('héllo\r\nx\ry\r\n\n')).toEqual([
      ['héllo', 8],
      ['x', 10],
      ['y', 13],
      ['', 14],
    ]);
  });

  it('puts a character together whose bytes arrive apart', () => {
    const bytes = Buffer.from('a😀b\n');
    expect(cut(bytes.subarray(0, 3), bytes.subarray(3))).toEqual([['a😀b', 7]]);
  });

  it('keeps complete lines beyond the maximum for the next time', () => {
    const lines = new LineBuffer();
    feed(lines, Buffer.from('1\n2\n3\n'));
    expect(take(lines, 2)).toEqual([
      ['1', 2],
      ['2', 4],
    ]);
    expect(take(lines, 2)).toEqual([['3', 6]]);
    expect(take(lines, 2)).toEqual([]);
  });

  it('continues to count where it is told to', () => {
    const lines = new LineBuffer();
    feed(lines, Buffer.from('rest'));
    lines.reset(100);
    feed(lines, Buffer.from('a\n'));
    expect(take(lines)).toEqual([['a', 102]]);
    expect(lines.readPosition).toBe(102);
  });

  it('hands over what is left when told that nothing more will come', () => {
    const lines = new LineBuffer();
    feed(lines, Buffer.from('a\nrest\r'));
    expect(take(lines)).toEqual([['a', 2]]);
    expect(lines.finish()).toBe('rest');
    expect(lines.finish()).toBeNull();
  });

  it('grows for a line that does not fit, and shrinks after it', () => {
    const lines = new LineBuffer();
    const usual = lines.space().length;
    const long = 'x'.repeat(usual * 3);
    let rest = Buffer.from(`${long}\n`);
    while (rest.length > 0) {
      const space = lines.space();
      const count = rest.copy(space);
      lines.filled(count);
      rest = rest.subarray(count);
    }
    expect(take(lines)).toEqual([[long, long.length + 1]]);
    expect(lines.space().length).toBe(usual);
  });

  it('refuses a line that is longer than the limit, and says where it starts', () => {
    const lines = new LineBuffer(1_000_000);
    feed(lines, Buffer.from('ok\n'));
    take(lines);
    const fill = () => {
      for (;;) lines.filled(lines.space().length);
    };
    expect(fill).toThrow('The line at byte 3 is longer than 1000000 bytes');
  });

  it('finds the same lines however the bytes are divided', () => {
    const character = fc.constantFrom('\n', '\r', '\r\n', 'a', 'é', '😀');
    const text = fc.array(character, { maxLength: 40 }).map((characters) => characters.join(''));
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 3 }),
        (whole, sizes, most) => {
          const bytes = Buffer.from(whole);
          const lines = new LineBuffer();
          const found: Line[] = [];
          let start = 0;
          for (const size of [...sizes, bytes.length]) {
            feed(lines, bytes.subarray(start, start + size));
            start = Math.min(start + size, bytes.length);
            for (let some = take(lines, most); some.length > 0; some = take(lines, most)) found.push(...some);
          }
          expect(found).toEqual(completeLines(whole));
        },
      ),
    );
  });
});
