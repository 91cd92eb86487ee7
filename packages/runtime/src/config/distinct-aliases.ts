import { refusal, type Validator } from '@sluice/connect-api';

/** A list of aliases, none of them twice; `null` is refused. */
export const distinctAliases: Validator<readonly string[]> = {
  describe: () => 'unique aliases',
  check: (checked) => {
    if (!Array.isArray(checked.value)) return refusal(checked, 'entry must be non null');
    const isDistinct = new Set(checked.value).size === checked.value.length;
    return isDistinct ? null : refusal(checked, 'Duplicate alias provided.');
  },
};
