import type { Deliberate } from './deliberate.ts';
import { badRequest, malformedBody, refusals } from './refusals.ts';

/** Where Sluice answers requests about loggers otherwise. */
export const deliberateLoggers: readonly Deliberate[] = refusals(
  {
    reason: malformedBody,
    scenario: 'loggers',
    messages: {
      'an empty level': "Desired 'level' parameter was not specified in request.",
      'no body': 'The request body is empty; it must be an object, at line 1, column 1',
      'no JSON':
        'The request body is not valid JSON: it ends where a field name in double quotes is expected, at line 1, column 2',
      'a list': 'The request body is JSON, but it must be an object, not an array, at line 1, column 1',
    },
  },
  badRequest,
);
