import { defineTransformation } from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from './names.ts';

export const filter = defineTransformation({
  className: `${transformsPackage}.Filter`,
  version: kafkaVersion,
  summary: 'Drops every record; a predicate says for which records it is meant.',
  config: {},
  createTransformation: () => ({ apply: () => null }),
});
