import { describe, expect, it } from 'vitest';
import { recordedValidators, type RecordedChecks } from '../fixtures/recorded.ts';
import { makeValidator } from '../fixtures/recorded-validator.ts';
import { parseConfigValue } from '../values/parse-value.ts';
import { allOf } from './all-of.ts';
import { listOfNames, listSize } from './list-validators.ts';
import { atLeast } from './range.ts';

const checks = recordedValidators.flatMap(({ cases, ...recorded }) =>
  cases.flatMap(({ text, error }) => (error === undefined ? [] : [{ ...recorded, input: text, error }])),
);

function parsed(type: RecordedChecks['type'], text: string | null): unknown {
  return text === null ? null : parseConfigValue({ key: 'k', type, text });
}

describe('validators', () => {
  it.each(recordedValidators)('$validator.kind is described as "$text"', ({ validator, type, text }) => {
    expect(makeValidator(validator).describe(type)).toBe(text);
  });

  it.each(checks)('$validator.kind says of $input: $error', ({ validator, type, input, error }) => {
    expect(makeValidator(validator).check({ key: 'k', type, value: parsed(type, input) })).toBe(error);
  });

  it('compares a LONG that is no safe number exactly', () => {
    const value = 9007199254740993n;
    expect(atLeast(9007199254740994n).check({ key: 'k', type: 'LONG', value })).toBe(
      'Invalid value 9007199254740993 for configuration k: Value must be at least 9007199254740994',
    );
    expect(atLeast(value).check({ key: 'k', type: 'LONG', value })).toBeNull();
  });

  it('accepts a list that is null where only its size counts', () => {
    expect(listSize(1).check({ key: 'k', type: 'LIST', value: null })).toBeNull();
  });

  it('asks for repeated items to be dropped only where a list of names stands alone', () => {
    expect(listOfNames().dropsDuplicates).toBe(true);
    expect(allOf(listOfNames()).dropsDuplicates).toBeUndefined();
  });
});
