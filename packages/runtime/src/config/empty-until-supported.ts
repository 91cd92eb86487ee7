import { formatInvalidConfigValue, type Validator } from '@sluice/connect-api';

/** Refuses a setting that would change what happens to records and that this version does not have. */
export function emptyUntilSupported<T>(what: string): Validator<T> {
  return {
    describe: () => '',
    check: ({ key, value }) => {
      const empty = value === null || (Array.isArray(value) ? value.length === 0 : value === '');
      const reason = `${what} are not supported by this version; remove the setting`;
      return empty ? null : formatInvalidConfigValue({ key, value, reason });
    },
  };
}
