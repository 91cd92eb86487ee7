import { defineConfig, defineTransformation, nonNull, parseString, string } from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';

const config = defineConfig({
  header: string({ doc: 'Key of the header.', importance: 'high', validator: nonNull() }),
  'value.literal': string({
    doc: 'The value as text. What looks like a number, a date, a list, a map, `true` or `null` becomes one.',
    importance: 'high',
    validator: nonNull(),
  }),
});

export const insertHeader = defineTransformation({
  className: `${transformsPackage}.InsertHeader`,
  version: kafkaVersion,
  summary: 'Adds a header with a fixed value; other headers of the same key stay.',
  config,
  createTransformation({ header, 'value.literal': literal }) {
    const { schema, value } = parseString(literal);
    return {
      apply: (record) => record.with({ headers: record.headers.duplicate().add(header, value, schema) }),
    };
  },
});
