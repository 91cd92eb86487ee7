import { oneOf } from './string-validators.ts';
import { refusal, type CheckedValue, type Validator } from './validator.ts';

/** What a list may be beside a list of items. */
export interface ListOptions {
  /** Whether there may be no items; by default not. */
  readonly mayBeEmpty?: boolean;
  /** Whether it may be `null`; by default not. */
  readonly mayBeNull?: boolean;
}

/**
 * A list in which no item is empty or repeated. By itself, not as part of {@link allOf}, it also has a strict parse
 * drop repeated items with a warning.
 */
export function listOfNames({ mayBeEmpty = false, mayBeNull = false }: ListOptions = {}): Validator<
  readonly string[]
> {
  return {
    dropsDuplicates: true,
    describe: () => '',
    check: ({ key, value }) => {
      if (!Array.isArray(value)) return mayBeNull ? null : `Configuration '${key}' values must not be null.`;
      if (value.length === 0 && !mayBeEmpty) {
        return `Configuration '${key}' must not be empty. Valid values include: any non-empty value`;
      }
      return problemWithItems(key, value);
    },
  };
}

/** A list of some of the given texts, none of them twice. Drops repeated items as {@link listOfNames} does. */
export function listAmong(
  values: readonly string[],
  { mayBeEmpty = false }: Pick<ListOptions, 'mayBeEmpty'> = {},
): Validator<readonly string[]> {
  const item = oneOf(...values);
  const shown = item.describe('STRING');
  return {
    dropsDuplicates: true,
    describe: () => shown,
    check: ({ key, value }) => {
      if (!Array.isArray(value)) return `Configuration '${key}' values must not be null.`;
      if (value.length === 0 && !mayBeEmpty) {
        return `Configuration '${key}' must not be empty. Valid values include: ${shown}`;
      }
      const refused = () => value.map((text) => item.check({ key, type: 'STRING', value: text }));
      return problemWithItems(key, value) ?? refused().find((problem) => problem !== null) ?? null;
    },
  };
}

function problemWithItems(key: string, items: readonly unknown[]): string | null {
  if (new Set(items).size !== items.length) return `Configuration '${key}' values must not be duplicated.`;
  if (items.includes('')) return `Configuration '${key}' values must not be empty.`;
  return null;
}

/** A list of at most `max` items; `null` is good. */
export function listSize(max: number): Validator<readonly string[]> {
  return {
    describe: () => `List containing maximum of ${max} elements`,
    check: (checked: CheckedValue) =>
      Array.isArray(checked.value) && checked.value.length > max
        ? refusal(checked, `exceeds maximum list size of [${max}].`)
        : null,
  };
}
