import { defineConfig, defineTransformation, list, listOfNames } from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';

const config = defineConfig({
  headers: list({
    doc: 'Keys of the headers to be removed.',
    importance: 'high',
    validator: listOfNames(),
  }),
});

export const dropHeaders = defineTransformation({
  className: `${transformsPackage}.DropHeaders`,
  version: kafkaVersion,
  summary: 'Removes all headers of certain keys.',
  config,
  createTransformation: ({ headers }) => ({
    apply(record) {
      if (!record.hasHeaders) return record;
      const kept = record.headers.duplicate();
      for (const key of headers) kept.remove(key);
      return record.with({ headers: kept });
    },
  }),
});
