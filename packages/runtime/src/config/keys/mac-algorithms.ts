import { refusal, type Validator } from '@sluice/connect-api';

/** Names of the message authentication codes of Java that Node has too (RFC 2104). */
const known = ['HmacMD5', 'HmacSHA1', 'HmacSHA224', 'HmacSHA256', 'HmacSHA384', 'HmacSHA512'] as const;
const shown = known.join(', ');

/** One of the codes, in any letter case, as in Java. */
export const macAlgorithm: Validator<string> = {
  describe: () => `(case insensitive) [${shown}]`,
  check: (checked) =>
    isKnown(checked.value)
      ? null
      : refusal(checked, `the algorithm is not supported; the supported algorithms are: [${shown}]`),
};

/** A list of such codes that is not empty. */
export const macAlgorithms: Validator<readonly string[]> = {
  describe: () => `a list of [${shown}]`,
  check: (checked) => {
    const { key, value } = checked;
    if (!Array.isArray(value) || value.length === 0) {
      return `Configuration '${key}' must not be empty. Valid values include: any non-empty value`;
    }
    const refused = value.find((name) => !isKnown(name)) as unknown;
    return refused === undefined ? null : macAlgorithm.check({ key, type: 'STRING', value: refused });
  },
};

function isKnown(name: unknown): boolean {
  return known.some((one) => one.toLowerCase() === String(name).toLowerCase());
}
