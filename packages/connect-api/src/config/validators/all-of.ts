import type { Validator } from './validator.ts';

/** What all of the validators find good; the first that refuses the value gives the message. */
export function allOf<T>(...validators: readonly Validator<T>[]): Validator<T> {
  return {
    describe: (type) =>
      validators
        .map((validator) => validator.describe(type))
        .filter((text) => text !== '')
        .join(', '),
    check: (checked) => {
      for (const validator of validators) {
        const problem = validator.check(checked);
        if (problem !== null) return problem;
      }
      return null;
    },
  };
}
