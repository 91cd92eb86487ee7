import { SchemaBuilder, schemas, Struct } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { jsonText } from './json-text.ts';
import { LinePrinter } from './line-printer.ts';
import { writeStandardOutput } from './standard-output.ts';

describe('the printer of lines', () => {
  it('writes lines together when it is flushed, else soon by itself', async () => {
    const written: string[] = [];
    const printer = new LinePrinter((text) => Promise.resolve(void written.push(text)));
    printer.add('a');
    printer.add('b');
    await printer.flush();
    printer.add('c');
    await vi.waitFor(() => expect(written).toEqual(['a\nb\n', 'c\n']));
    await printer.flush();
    expect(written).toHaveLength(2);
  });

  it('tells at the next flush that lines could not be written', async () => {
    const write = vi.fn(() => Promise.reject(new Error('broken pipe')));
    const printer = new LinePrinter(write);
    printer.add('a');
    await vi.waitFor(() => expect(write).toHaveBeenCalled());
    await expect(printer.flush()).rejects.toThrow('Could not write to standard output: ');
  });

  it('writes to the standard output of the process', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((...args) => {
      const done = args.at(-1);
      if (typeof done === 'function') done();
      return true;
    });
    await writeStandardOutput('line\n');
    expect(write.mock.calls[0]?.[0]).toBe('line\n');
    write.mockRestore();
  });
});

describe('a value as JSON', () => {
  const struct = new Struct(SchemaBuilder.struct().field('a', schemas.int64).build()).put('a', 1n);
  it.each([
    [2n ** 63n - 1n, '9223372036854775807'],
    [1.5, '1.5'],
    [Number.NaN, '"NaN"'],
    ['a"b', '"a\\"b"'],
    [true, 'true'],
    [null, 'null'],
    [[1, 'x'], '[1,"x"]'],
    [
      new Map<unknown, unknown>([
        ['k', 1n],
        [2, null],
      ]),
      '{"k":1,"2":null}',
    ],
    [Buffer.from('hi'), '"aGk="'],
    [new Date(7), '7'],
    [struct, '{"a":1}'],
  ])('%s is %s', (value, text) => {
    expect(jsonText(value)).toBe(text);
  });
});
