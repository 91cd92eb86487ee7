import { defineConfig, definePredicate, nonEmptyString, string } from '@sluice/connect-api';
import { kafkaVersion, predicatesPackage } from '../names.ts';

const hasHeaderKeyConfig = defineConfig({
  name: string({
    doc: 'The key of the header.',
    importance: 'medium',
    validator: nonEmptyString(),
    mayBeNull: true,
  }),
});

export const hasHeaderKey = definePredicate({
  className: `${predicatesPackage}.HasHeaderKey`,
  version: kafkaVersion,
  summary: 'Records that have a header of a certain key, whatever its value.',
  config: hasHeaderKeyConfig,
  createPredicate: ({ name }) => ({
    test: (record) => name !== null && record.hasHeaders && record.headers.lastWithName(name) !== null,
  }),
});
