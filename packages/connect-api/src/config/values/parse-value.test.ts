import { describe, expect, it } from 'vitest';
import { isConfigError } from '../../errors/recognise-error.ts';
import { recordedTexts, type RecordedText } from '../fixtures/recorded.ts';
import type { Password } from './password.ts';
import { parseConfigValue, type RawValue } from './parse-value.ts';
import { formatConfigValue } from './value-text.ts';

function resolveJavaClass(name: string): string | null {
  return name.startsWith('java.lang.') ? name : null;
}

function outcome({ type, text }: RecordedText): Partial<RecordedText> {
  if (text === null) return { value: null };
  try {
    const value = parseConfigValue({ key: 'k', type, text }, resolveJavaClass);
    return { value: formatConfigValue(type, value), ...(Array.isArray(value) ? { items: value } : {}) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function bitsOf(value: unknown): string {
  return new BigUint64Array(Float64Array.of(value as number).buffer)[0]?.toString(16) ?? '';
}

function failure(raw: RawValue): unknown {
  try {
    return parseConfigValue(raw, () => null);
  } catch (error) {
    return error;
  }
}

describe('reading the text of a key', () => {
  // Java 17 prints 1e23 with more digits than it takes; the bits below are compared for all.
  const shortest = recordedTexts.filter(({ value }) => value !== '9.999999999999999E22');

  it.each(shortest)('reads $type $text as Kafka does', (recorded) => {
    const { value, items, error } = recorded;
    const expected = error === undefined ? { value, ...(items ? { items } : {}) } : { error };
    expect(outcome(recorded)).toEqual(expected);
  });

  it.each(recordedTexts.filter(({ bits }) => bits !== undefined))(
    'rounds $text as Java does',
    ({ text, bits }) => {
      expect(bitsOf(parseConfigValue({ key: 'k', type: 'DOUBLE', text: text as string }))).toBe(bits);
    },
  );

  it('keeps a LONG exact: a number where that is possible, else a bigint', () => {
    const parse = (text: string) => parseConfigValue({ key: 'k', type: 'LONG', text });
    expect(parse('9007199254740991')).toBe(9007199254740991);
    expect(parse('9007199254740992')).toBe(9007199254740992n);
    expect(parse('9223372036854775807')).toBe(9223372036854775807n);
    expect(parse('-9223372036854775808')).toBe(-9223372036854775808n);
  });

  it('takes a class name for a full one when nobody resolves it', () => {
    expect(parseConfigValue({ key: 'k', type: 'CLASS', text: ' x.Y ' })).toBe('x.Y');
  });

  it('replaces an alias by the full class name', () => {
    const resolve = (name: string, key: string) => `${key}/${name}`;
    expect(parseConfigValue({ key: 'k', type: 'CLASS', text: 'Alias' }, resolve)).toBe('k/Alias');
  });

  it('wraps a password without the blanks around it', () => {
    const value = parseConfigValue({ key: 'k', type: 'PASSWORD', text: ' s3cret ' });
    expect((value as Password).reveal()).toBe('s3cret');
  });

  it.each([
    { type: 'INT', code: 'CONFIG_VALUE_INVALID' },
    { type: 'CLASS', code: 'CONFIG_CLASS_NOT_FOUND' },
  ] as const)('fails for $type with a code and the key', ({ type, code }) => {
    const error = failure({ key: 'a.b', type, text: 'x' });
    expect(isConfigError(error)).toBe(true);
    expect(error).toMatchObject({ code, key: 'a.b' });
  });
});
