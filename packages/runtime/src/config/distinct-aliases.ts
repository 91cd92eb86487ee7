import { refusal, type Validator } from '@sluice/connect-api';

/** A list of aliases, none of them twice; `null` is good. */
export const distinctAliases: Validator<readonly string[]> = {
  describe: () => 'unique aliases',
  check: (checked) =>
    Array.isArray(checked.value) && new Set(checked.value).size < checked.value.length
      ? refusal(checked, 'Duplicate alias provided.')
      : null,
};
