import { javaHashSetOrder } from './java-hash-set-order.ts';
import { refusal, type CheckedValue, type Validator } from './validator.ts';

/** One of the given texts, exactly; `null` is refused. */
export function oneOf<const V extends string>(...values: readonly V[]): Validator<V> {
  const known: ReadonlySet<unknown> = new Set(values);
  return {
    describe: () => `[${values.join(', ')}]`,
    check: (checked) =>
      known.has(checked.value) ? null : refusal(checked, `String must be one of: ${values.join(', ')}`),
  };
}

/** One of the given texts in any letter case; `null` is refused. The value keeps the case it was written in. */
export function caseInsensitiveOneOf(...values: readonly string[]): Validator<string> {
  const known = new Set(javaHashSetOrder(values.map((value) => value.toUpperCase())));
  const shown = [...known].join(', ');
  return {
    describe: () => `(case insensitive) [${shown}]`,
    check: (checked) =>
      typeof checked.value === 'string' && known.has(checked.value.toUpperCase())
        ? null
        : refusal(checked, `String must be one of (case insensitive): ${shown}`),
  };
}

/** A text with at least one character that is not blank; `null` is good. */
export function nonEmptyString(): Validator<string> {
  return {
    describe: () => 'non-empty string',
    check: (checked) => (checked.value === '' ? refusal(checked, 'String must be non-empty') : null),
  };
}

/** A text, not empty, without the characters U+0000 to U+001F and U+007F to U+009F; `null` is good. */
export function nonEmptyStringWithoutControlChars(): Validator<string> {
  return {
    describe: () => 'non-empty string without ISO control characters',
    check: (checked) => {
      if (typeof checked.value !== 'string') return null;
      if (checked.value === '') return refusal(checked, 'String may not be empty');
      const found = controlCodes(checked.value);
      if (found.length === 0) return null;
      const reason = 'String may not contain control sequences but had the following ASCII chars: ';
      return refusal(checked, reason + found.join(', '));
    },
  };
}

function controlCodes(text: string): readonly number[] {
  const codes = Array.from(text, (character) => character.charCodeAt(0));
  return codes.filter((code) => code <= 0x1f || (code >= 0x7f && code <= 0x9f));
}

/**
 * A regular expression; `null` is refused.
 * @param problemOf - says what is wrong with a pattern, `null` when it is good.
 */
export function regularExpression(problemOf: (pattern: string) => string | null): Validator<string> {
  return {
    describe: () => 'valid regex',
    check: (checked) => {
      const problem = typeof checked.value === 'string' ? problemOf(checked.value) : nullPattern;
      return problem === null ? null : refusal(checked, `Invalid regex: ${problem}`);
    },
  };
}

/** What Java says of a pattern that is null. */
const nullPattern = 'Cannot invoke "String.isEmpty()" because "this.pattern" is null';

/** Anything but `null`. */
export function nonNull<T>(): Validator<T> {
  return {
    describe: () => 'non-null string',
    check: (checked: CheckedValue) =>
      checked.value === null ? refusal(checked, 'entry must be non null') : null,
  };
}
