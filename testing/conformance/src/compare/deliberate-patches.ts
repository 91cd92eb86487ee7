import { anything, type Change, type Deliberate } from './deliberate.ts';
import { badRequest, malformedBody, refusals } from './refusals.ts';

const renamed = (name: string): string =>
  `Connector name configuration (${name}) doesn't match connector name in the URL (a)`;
const info: readonly Change[] = ['name', 'config', 'tasks', 'type'].map((field) => ({
  path: `body.${field}`,
  java: anything,
}));

/** Where Sluice answers patches of configurations otherwise. */
export const deliberatePatches: readonly Deliberate[] = [
  {
    reason: 'A patch does not rename a connector in its configuration, where it would be refused ever after',
    steps: ['patch: gives another name'],
    changes: [
      { path: 'status', java: 200, sluice: 400 },
      ...info,
      { path: 'body.error_code', sluice: 400 },
      { path: 'body.message', sluice: renamed('b') },
    ],
  },
  {
    reason: 'A patch does not rename a connector in its configuration, where it would be refused ever after',
    steps: ['patch: shows the name'],
    changes: [{ path: 'body.config.name', java: 'b', sluice: 'a' }],
  },
  {
    reason: 'A patch that removes the name is told so in the words for another name',
    steps: ['patch: removes the name'],
    changes: [{ path: 'body.message', java: anything, sluice: renamed('null') }],
  },
  {
    reason: 'The values of a config may be secrets: a message names its keys only',
    steps: ['patch: removes the class'],
    changes: [
      {
        path: 'body.message',
        java: anything,
        sluice:
          'Connector config {tasks.max, file, topic, name, batch.size, extra} contains no connector type',
      },
    ],
  },
  ...refusals(
    {
      reason: malformedBody,
      scenario: 'patch',
      messages: {
        'no JSON':
          'The request body is not valid JSON: it ends where a field name in double quotes is expected, at line 1, column 2',
        'no body': 'The request body is empty; it must be an object, at line 1, column 1',
        null: 'The request body is JSON, but it must be an object, not null, at line 1, column 1',
        'a list': 'The request body is JSON, but it must be an object, not an array, at line 1, column 1',
        'an object in it':
          'The request body is JSON, but "x" must be a string, a number or a boolean, or null, not an object, at line 1, column 6',
      },
    },
    badRequest,
  ),
];
