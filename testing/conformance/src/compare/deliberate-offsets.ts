import { anything, type Deliberate } from './deliberate.ts';
import { badRequest, malformedBody, refusals } from './refusals.ts';

const fields = 'an object with the fields "offsets"';
const emptyBody = `The request body is empty; it must be ${fields}, at line 1, column 1`;

/** A message that goes on where that of Java ends: with the answer of a broker, whose port changes from run to run. */
const withReason = (steps: readonly string[], java: string): Deliberate => ({
  reason: 'Who is refused is told why: Java keeps the reason in its log',
  steps: steps.map((title) => `offsets-sink: ${title}`),
  changes: [{ path: 'body.message', java, sluice: anything }],
});

/** What an offset cannot be, by the title of the step, in the words of both. */
const noOffset: Readonly<Record<string, string>> = {
  'adds another file': 'extra contains ARRAY',
  'a position beyond 64 bits': 'position contains class java.math.BigInteger',
  'a list in the offset': 'position contains ARRAY',
  'an object in the offset': 'position contains MAP',
  'a list in the partition': 'filename contains ARRAY',
};

/** Titles of steps in which a connector refuses what it is to go on from, in the same words. */
const refusedByConnector = [
  'no partition',
  'null as partition',
  'an empty partition',
  'an empty offset',
  'another key',
  'a text as position',
  'null as position',
  'a fraction as position',
  'a negative position',
  'cannot alter where there is no file',
  'cannot reset where there is no file',
];

/** Where Sluice answers requests about offsets otherwise. */
export const deliberateOffsets: readonly Deliberate[] = [
  {
    reason: 'An offset that the connector refuses is the mistake of the client',
    steps: refusedByConnector.map((title) => `offsets-source: ${title}`),
    changes: [
      { path: 'status', java: 500, sluice: 400 },
      { path: 'body.error_code', java: 500, sluice: 400 },
    ],
  },
  ...refusals(
    {
      reason: 'An offset that cannot be stored is the mistake of the client',
      scenario: 'offsets-source',
      messages: Object.fromEntries(
        Object.entries(noOffset).map(([title, what]) => [
          title,
          `Offsets may only contain primitive types as values, but field ${what}`,
        ]),
      ),
    },
    () => [
      { path: 'status', java: 500, sluice: 400 },
      { path: 'body.error_code', java: 500, sluice: 400 },
    ],
  ),
  ...refusals(
    {
      reason: malformedBody,
      scenario: 'offsets-source',
      messages: {
        'an empty body': emptyBody,
        'null as body': `The request body is JSON, but it must be ${fields}, not null, at line 1, column 1`,
        'a list as body': `The request body is JSON, but it must be ${fields}, not an array, at line 1, column 1`,
        'no JSON':
          'The request body is not valid JSON: it ends where a value is expected, at line 1, column 12',
        'a field that nobody knows':
          'The request body is JSON, but "colour" is not a known field; the known ones are "offsets", at line 1, column 15',
        'an object as list':
          'The request body is JSON, but "offsets" must be an array, or null, not an object, at line 1, column 12',
        'a text in the list':
          'The request body is JSON, but "offsets"[0] must be an object with the fields "partition", "offset", not a string, at line 1, column 13',
        'a field that nobody knows in the list':
          'The request body is JSON, but "offsets"[0]."colour" is not a known field; the known ones are "partition", "offset", at line 1, column 29',
        'a text as partition':
          'The request body is JSON, but "offsets"[0]."partition" must be an object, or null, not a string, at line 1, column 26',
        'a number as offset':
          'The request body is JSON, but "offsets"[0]."offset" must be an object, or null, not a number, at line 1, column 52',
      },
    },
    badRequest,
  ),
  ...refusals(
    { reason: malformedBody, scenario: 'offsets-sink', messages: { 'an empty body': emptyBody } },
    badRequest,
  ),
  {
    reason: 'To connectors in JavaScript 1.0 is the whole number 1',
    steps: ['offsets-source: a fraction of nothing as position'],
    changes: [
      { path: 'status', java: 500, sluice: 200 },
      { path: 'body.error_code', java: 500 },
      {
        path: 'body.message',
        java: anything,
        sluice: 'The offsets for this connector have been altered successfully',
      },
    ],
  },
  withReason(
    [
      'a negative number',
      'a topic that is not there',
      'a topic that cannot be',
      'a number as topic',
      'a partition that is not there',
      'forgets a topic that is not there',
      'forgets one of a group that is gone',
    ],
    'Failed to alter consumer group offsets for connector so',
  ),
  withReason(['a negative offset'], 'Failed to modify offsets for sink connector so'),
];
