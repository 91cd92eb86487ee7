import { anything } from './deliberate.ts';
import { deliberateLoggers } from './deliberate-loggers.ts';
import { deliberateOffsets } from './deliberate-offsets.ts';
import { deliberatePatches } from './deliberate-patches.ts';
import { deliberatePlugins } from './deliberate-plugins.ts';
import { deliberateValidations } from './deliberate-validations.ts';
import type { Change, Deliberate } from './deliberate.ts';
import { ownConnectors } from './own-connectors.ts';
import { badRequest, malformedBody, otherError, refusals } from './refusals.ts';

const missing = (paths: readonly string[]): Change[] => paths.map((path) => ({ path, java: anything }));

const unknownConnector = 'Unknown names are 404 everywhere, as with distributed Java workers';
const neverValues = 'The values of a config may be secrets: a message names its keys only';
const laterPlugins = 'The plugin comes with a later version';

const mirrorConnectors = ['Checkpoint', 'Heartbeat', 'Source'].map(
  (name) => `body[org.apache.kafka.connect.mirror.Mirror${name}Connector source]`,
);
const knownConnectors = ownConnectors()
  .map(
    ({ className, type, version }) =>
      `PluginDesc{klass=class ${className}, name='${className}', version='${version}', encodedVersion=${version}, ` +
      `type=${type}, typeName='${type}', location='classpath'}`,
  )
  .join(', ');
const noSuchConnector = (name: string): string =>
  `Failed to find any class that implements Connector and which name matches ${name}, ` +
  `available connectors are: ${knownConnectors}`;

const missingFile = "Couldn't find or create file '<folder>/no/such/folder/sink.txt' for FileStreamSinkTask";
const traceOfMissingFile = (path: string): Change => ({
  path,
  java: `org.apache.kafka.connect.errors.ConnectException: ${missingFile}\nCaused by: java.nio.file.NoSuchFileException: <folder>/no/such/folder/sink.txt\n`,
  sluice: `org.apache.kafka.connect.errors.ConnectException: ${missingFile}\nCaused by: Error: ENOENT: no such file or directory, open '<folder>/no/such/folder/sink.txt'\n`,
});

const invalidRegex = (reason: string): string =>
  `Invalid value * for configuration topics.regex: Invalid regex: ${reason}`;
const regexOfJava = invalidRegex("Dangling meta character '*' near index 0\n*\n^");
const regexOfSluice = invalidRegex('Invalid regular expression: /*/u: Nothing to repeat');
const regexError = (message: string): string => `body.configs[topics.regex].value.errors[${message}]`;

/** What a Java worker finds only when the task starts, or by the first record, by the title of the step. */
const foundEarly = (
  steps: Readonly<Record<string, { readonly key: string; readonly message: string }>>,
): Deliberate[] =>
  Object.entries(steps).map(([title, { key, message }]) => ({
    reason: 'Validation finds what is wrong across options, before a task fails of it',
    steps: [`validate-transforms: ${title}`],
    changes: [
      { path: 'body.error_count', java: 0, sluice: 1 },
      { path: `body.configs[${key}].value.errors[${message}]`, sluice: message },
    ],
  }));

/** Where Sluice answers something else than the Java worker, and means it. Java's side is in the fixtures. */
export const deliberateDifferences: readonly Deliberate[] = [
  { reason: laterPlugins, changes: missing(mirrorConnectors) },
  ...deliberatePlugins,
  {
    reason: 'Every transformation that names a field reaches nested ones, not only ExtractField',
    changes: [
      ...['h', 'i', 't'].map((alias) => `transforms.${alias}.field.syntax.version`),
      ...['h', 't'].map((alias) => `transforms.${alias}.hoisted`),
    ].map((key) => ({ path: `body.configs[${key}]`, sluice: anything })),
  },
  {
    reason:
      'Keys that the Java worker does not have: a limit of tolerated errors, and dead letters of sources',
    changes: [
      'errors.tolerance.max.per.minute',
      'errors.deadletterqueue.topic.name',
      'errors.deadletterqueue.topic.replication.factor',
      'errors.deadletterqueue.context.headers.enable',
    ].flatMap((key) => [
      { path: `body.configs[${key}]`, sluice: anything },
      { path: `body[${key}]`, sluice: anything },
    ]),
  },
  ...foundEarly({
    'a predicate that nobody defined': {
      key: 'transforms.t.predicate',
      message: "The predicate 'p' is not listed in predicates: there are none",
    },
    'nothing to insert': { key: 'transforms.t.static.field', message: 'No field insertion configured' },
    'a pattern of dates that is none': {
      key: 'transforms.t.timestamp.format',
      message: "Invalid value bogus for configuration timestamp.format: Illegal pattern character 'b'",
    },
  }),
  ...refusals(
    {
      reason: malformedBody,
      scenario: 'initial-state',
      messages: {
        'refuses another state':
          'The request body is JSON, but "initial_state" must be one of "running", "paused", "stopped", or null, at line 1, column 183',
      },
    },
    badRequest,
  ),
  ...refusals(
    {
      reason: malformedBody,
      scenario: 'bad-bodies',
      messages: {
        'no body':
          'The request body is empty; it must be an object with the fields "name", "config", "initial_state", "initial_offsets", at line 1, column 1',
        'an empty body':
          'The request body is empty; it must be an object with the fields "name", "config", "initial_state", "initial_offsets", at line 1, column 1',
        'no JSON':
          "The request body is not valid JSON: it has 'n' where a value is expected, at line 1, column 1",
        'half a JSON':
          'The request body is not valid JSON: it ends where a field name in double quotes is expected, at line 1, column 23',
        null: 'The request body is JSON, but it must be an object with the fields "name", "config", "initial_state", "initial_offsets", not null, at line 1, column 1',
        'a number':
          'The request body is JSON, but it must be an object with the fields "name", "config", "initial_state", "initial_offsets", not a number, at line 1, column 1',
        'a list':
          'The request body is JSON, but it must be an object with the fields "name", "config", "initial_state", "initial_offsets", not an array, at line 1, column 1',
        'a text':
          'The request body is JSON, but it must be an object with the fields "name", "config", "initial_state", "initial_offsets", not a string, at line 1, column 1',
        'a field that nobody knows':
          'The request body is JSON, but "colour" is not a known field; the known ones are "name", "config", "initial_state", "initial_offsets", at line 1, column 189',
        'no config': 'The request body is JSON, but the field "config" is missing in it, at line 1, column 1',
        'null as config':
          'The request body is JSON, but "config" must be an object, not null, at line 1, column 22',
        'a list as config':
          'The request body is JSON, but "config" must be an object, not an array, at line 1, column 22',
        'a text as config':
          'The request body is JSON, but "config" must be an object, not a string, at line 1, column 22',
        'an object in the config':
          'The request body is JSON, but "config"."x" must be a string, a number or a boolean, or null, not an object, at line 1, column 166',
        'a list in the config':
          'The request body is JSON, but "config"."x" must be a string, a number or a boolean, or null, not an array, at line 1, column 166',
        'an object as name':
          'The request body is JSON, but "name" must be a string, a number or a boolean, or null, not an object, at line 1, column 9',
        'a number as state':
          'The request body is JSON, but "initial_state" must be one of "running", "paused", "stopped", or null, at line 1, column 179',
        'put: no body': 'The request body is empty; it must be an object, at line 1, column 1',
        'put: no JSON':
          'The request body is not valid JSON: it ends where a field name in double quotes is expected, at line 1, column 2',
        'put: null': 'The request body is JSON, but it must be an object, not null, at line 1, column 1',
        'put: a list':
          'The request body is JSON, but it must be an object, not an array, at line 1, column 1',
        'put: an object in the config':
          'The request body is JSON, but "x" must be a string, a number or a boolean, or null, not an object, at line 1, column 145',
        'validate: no JSON':
          'The request body is not valid JSON: it ends where a field name in double quotes is expected, at line 1, column 2',
        'validate: null': 'The request body is JSON, but it must be an object, not null, at line 1, column 1',
      },
    },
    badRequest,
  ),
  ...refusals(
    {
      reason: 'Odd paths are answered in JSON like everything else, with what is odd',
      scenario: 'odd-paths',
      messages: {
        'an encoded slash': 'Ambiguous path: it contains an encoded slash (%2F)',
        'an encoded per cent sign': 'Ambiguous path: it contains an encoded percent sign (%25)',
        'two slashes': 'Ambiguous path: it contains an empty segment (//)',
        'an encoding that is none':
          'Malformed path: it contains a percent sign without two hexadecimal digits',
        'bytes that are no UTF-8': 'Malformed path: its percent-encoded bytes are not UTF-8',
        'an empty name': 'Ambiguous path: it contains an empty segment (//)',
      },
    },
    (message) => [
      { path: 'contentType', java: 'text/html;charset=iso-8859-1', sluice: 'application/json' },
      { path: 'body', java: '(a page of HTML)', sluice: { error_code: 400, message } },
    ],
  ),
  ...refusals(
    {
      reason: unknownConnector,
      scenario: 'unknown-names',
      messages: {
        stop: 'Unknown connector nobody',
        restart: 'Unknown connector: nobody',
        'restart of a task': 'Unknown connector: nobody',
      },
    },
    (message) => otherError(500, 404, message),
  ),
  ...refusals(
    {
      reason:
        'A validation that cannot be made is refused like the config itself: with 400, without a class of Java',
      scenario: 'validate-sink',
      messages: {
        'no class': 'Connector config {name} contains no connector type',
        'a class that is not there': noSuchConnector('NoSuchClass'),
        'an empty config': 'Connector config {} contains no connector type',
      },
    },
    badRequest,
  ),
  ...refusals(
    {
      reason: neverValues,
      scenario: 'refused-configs',
      messages: {
        'a config without a class': 'Connector config {name} contains no connector type',
        'an empty config': 'Connector config {name} contains no connector type',
        'null as class': 'Connector config {connector.class, name} contains no connector type',
      },
    },
    (message) => [{ path: 'body.message', java: anything, sluice: message }],
  ),
  ...refusals(
    {
      reason: 'Other connectors are installed, in other places',
      scenario: 'refused-configs',
      messages: {
        'an unknown class': noSuchConnector('NoSuchConnector'),
        'a class that is no connector': noSuchConnector('org.apache.kafka.connect.json.JsonConverter'),
      },
    },
    (message) => [{ path: 'body.message', java: anything, sluice: message }],
  ),
  {
    reason: 'Patterns are read by JavaScript, which has its own words for what is wrong with one',
    steps: ['validate-sink: a pattern that is none'],
    changes: [
      { path: regexError(regexOfJava), java: regexOfJava },
      { path: regexError(regexOfSluice), sluice: regexOfSluice },
    ],
  },
  {
    reason: 'The reason of the operating system is named as Node names it',
    steps: [
      'its task failed',
      'restarts the failed task only',
      'it failed again',
      'restarts the connector only if it failed',
      'it failed for the third time',
      'only the connector is paused',
      'the task is still failed',
    ].map((title) => `restart-failed: ${title}`),
    changes: [traceOfMissingFile('body.tasks[0].trace')],
  },
  {
    reason: 'The reason of the operating system is named as Node names it',
    steps: ['restart-failed: shows why'],
    changes: [traceOfMissingFile('body.trace')],
  },
  {
    reason: 'Tasks of a config that was replaced do not stay, paused, beside the new one',
    steps: ['replaces while paused', 'is still paused', 'replaces a source by a sink', 'is a sink now'].map(
      (title) => `replace: ${title}`,
    ),
    changes: [{ path: 'body.tasks[0]', java: anything }],
  },
  {
    reason: 'Fields stand in one order, whatever the order of the parameters',
    steps: ['expand: shows both in the other order'],
    changes: ['a', 'b'].map((name) => ({
      path: `body.${name} (order)`,
      java: ['status', 'info'],
      sluice: ['info', 'status'],
    })),
  },
  {
    reason: 'The topics of a connector that was removed are forgotten, as with distributed Java workers',
    steps: ['topics: has none of what is gone'],
    changes: [{ path: 'body.tracked-sink.topics[<topic>]', java: '<topic>' }],
  },
  ...deliberateOffsets,
  ...deliberatePatches,
  ...deliberateLoggers,
  {
    reason: 'Credentials that cannot be read are the mistake of the client',
    steps: ['two blanks', 'no Base64', 'half of Base64'].map((title) => `basic-auth: ${title}`),
    changes: [
      { path: 'status', java: 500, sluice: 400 },
      { path: 'body.error_code', java: 500, sluice: 400 },
    ],
  },
  ...deliberateValidations,
];
