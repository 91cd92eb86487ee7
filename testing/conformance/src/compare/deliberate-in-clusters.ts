import { anything, type Change, type Deliberate } from './deliberate.ts';
import { badRequest, malformedBody, otherError, refusals } from './refusals.ts';

const missingFile = "Couldn't find or create file '<folder>/no/such/folder/sink.txt' for FileStreamSinkTask";
const trace = (path: string): Change => ({
  path,
  java: `org.apache.kafka.connect.errors.ConnectException: ${missingFile}\nCaused by: java.nio.file.NoSuchFileException: <folder>/no/such/folder/sink.txt\n`,
  sluice: `org.apache.kafka.connect.errors.ConnectException: ${missingFile}\nCaused by: Error: ENOENT: no such file or directory, open '<folder>/no/such/folder/sink.txt'\n`,
});
const osReason = 'The reason of the operating system is named as Node names it';

/** Where a worker of a cluster answers otherwise, beside where one that stands alone does. */
export const deliberateInClusters: readonly Deliberate[] = [
  {
    reason: 'A stopped connector has no tasks: that one is unknown is no reason to ask again',
    steps: ['distributed/restart: restarts no task of a stopped connector'],
    changes: otherError(409, 404, 'Unknown task: a-0'),
  },
  {
    reason: osReason,
    steps: [
      'its task failed',
      'restarts the connector only if it failed',
      'only the connector is paused',
      'the task is still failed',
      'restarts what failed',
    ].map((title) => `distributed/failures: ${title}`),
    changes: [trace('body.tasks[0].trace')],
  },
  { reason: osReason, steps: ['distributed/failures: shows why'], changes: [trace('body.trace')] },
  {
    reason: osReason,
    steps: ['distributed/failures: shows it among all'],
    changes: [trace('body.a.status.tasks[0].trace')],
  },
  {
    reason: 'Null is an error of its key also here',
    steps: ['distributed/validate-exactly-once: null for an offsets topic'],
    changes: [
      { path: 'status', java: 500, sluice: 200 },
      ...['error_code', 'message'].map((field): Change => ({ path: `body.${field}`, java: anything })),
      ...['name', 'error_count', 'groups', 'configs'].map((field): Change => ({
        path: `body.${field}`,
        sluice: anything,
      })),
    ],
  },
  {
    reason: 'What is said to be no JSON is refused also between workers',
    steps: ['distributed/between-workers: tasks of another media type'],
    changes: [
      ...otherError(400, 415, 'HTTP 415 Unsupported Media Type'),
      { path: 'contentType', java: 'application/json', sluice: null },
    ],
  },
  ...refusals(
    {
      reason: malformedBody,
      scenario: 'distributed/between-workers',
      messages: {
        'tasks that are no JSON':
          'The request body is not valid JSON: it ends where a field name in double quotes is expected, at line 1, column 2',
        'tasks that are no list':
          'The request body is JSON, but it must be an array, not an object, at line 1, column 1',
      },
    },
    badRequest,
  ),
];
