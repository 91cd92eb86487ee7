import { definePredicate } from '@sluice/connect-api';
import { kafkaVersion, predicatesPackage } from '../names.ts';

export const recordIsTombstone = definePredicate({
  className: `${predicatesPackage}.RecordIsTombstone`,
  version: kafkaVersion,
  summary: 'Records whose value is null.',
  config: {},
  createPredicate: () => ({ test: ({ value }) => value === null }),
});
