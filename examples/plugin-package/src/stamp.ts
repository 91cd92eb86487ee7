import { DataError, defineConfig, defineTransformation, nonEmptyString, string } from '@sluice/connect-api';
import { version } from './version.ts';

/** Says in each record which version of this package has seen it. */
export const stamp = defineTransformation({
  className: 'com.acme.Stamp',
  version,
  summary: 'Adds the version of this package to maps.',
  config: defineConfig({
    field: string({
      doc: 'Name of the entry that is added.',
      importance: 'medium',
      default: 'seen.by',
      validator: nonEmptyString(),
    }),
  }),
  createTransformation: ({ field }) => ({
    apply(record) {
      if (record.value === null) return record;
      if (!(record.value instanceof Map)) throw new DataError('Stamp changes maps only');
      return record.with({ value: new Map(record.value).set(field, version) });
    },
  }),
});
