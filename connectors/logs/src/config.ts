import {
  atLeast,
  between,
  defineConfig,
  int,
  list,
  listAmong,
  listOfNames,
  long,
  nonEmptyString,
  oneOf,
  refusal,
  string,
  type ConfigOf,
  type Validator,
} from '@sluice/connect-api';

const files = 'Files';
const lines = 'Lines';
const events = 'Events';

/** Absent, or an expression that JavaScript understands. */
const pattern: Validator<string> = {
  describe: () => 'valid regex',
  check: (checked) => {
    if (typeof checked.value !== 'string') return null;
    const problem = problemOfPattern(checked.value);
    return problem === null ? null : refusal(checked, problem);
  },
};

function problemOfPattern(text: string): string | null {
  try {
    return new RegExp(text, 'u').unicode ? null : 'it is not Unicode';
  } catch (error) {
    return (error as Error).message;
  }
}

export const logFormats = ['text', 'json', 'logfmt', 'common', 'combined', 'regex'] as const;
export type LogFormat = (typeof logFormats)[number];

/** What headers may tell of a line. */
export const headerNames = ['host', 'path', 'position'] as const;
export type HeaderName = (typeof headerNames)[number];

export const logSourceConfig = defineConfig({
  paths: list({
    doc: 'The files to follow, as paths or globs (`*`, `**`, `?`, `[ab]`), separated by commas. Rotated files beside them (`app.log.1`, `app.log-20260101.gz`, `app-20260101.log`) belong to them and need not be named.',
    importance: 'high',
    group: files,
    validator: listOfNames(),
  }),
  exclude: list({
    doc: 'Globs of files that are not to be followed.',
    importance: 'medium',
    group: files,
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
  topic: string({
    doc: 'The topic that the lines go to.',
    importance: 'high',
    group: files,
    validator: nonEmptyString(),
  }),
  'start.at': string<'head' | 'tail'>({
    doc: 'Where to begin with a file that is there when the connector sees its directory for the first time: at its `head`, rotated files before it included, or at its `tail`. A file that appears later is read from its head.',
    importance: 'high',
    group: files,
    default: 'head',
    validator: oneOf('head', 'tail'),
  }),
  'ignore.older.ms': long({
    doc: 'A file that nobody has written to for so many milliseconds is left alone until somebody does, then read from its end as it was; 0 is never.',
    importance: 'low',
    group: files,
    default: 0,
    validator: atLeast(0),
  }),
  'discovery.interval.ms': int({
    doc: 'How often globs are looked up anew, in milliseconds. Notifications of the file system usually come first.',
    importance: 'low',
    group: files,
    default: 5000,
    validator: atLeast(100),
  }),
  watch: string({
    doc: 'How growth is noticed: by `notify` the file system tells, by `poll` every file is looked at every `poll.interval.ms`, which network file systems need.',
    importance: 'medium',
    group: files,
    default: 'notify',
    validator: oneOf('notify', 'poll'),
  }),
  'poll.interval.ms': int({
    doc: 'How often files are looked at with `watch=poll`, in milliseconds.',
    importance: 'low',
    group: files,
    default: 250,
    validator: atLeast(10),
  }),
  'rotate.wait.ms': int({
    doc: 'How long a file that was renamed or deleted is still read at its end, in milliseconds, because its writer may not have noticed yet.',
    importance: 'low',
    group: files,
    default: 500,
    validator: atLeast(0),
  }),
  'max.open.files': int({
    doc: 'So many files are kept open at a time by a task; those at their end are closed first and opened again when they grow.',
    importance: 'low',
    group: files,
    default: 512,
    validator: atLeast(1),
  }),
  encoding: string({
    doc: 'The character encoding of the files, as browsers name them: `utf-8`, `utf-16le`, `iso-8859-1`, `windows-1252`, `shift_jis`, `gbk` and others.',
    importance: 'medium',
    group: lines,
    default: 'utf-8',
    validator: nonEmptyString(),
  }),
  'invalid.bytes': string({
    doc: 'What to do with bytes that are none of the encoding: `replace` them by U+FFFD, or `fail` the task and say where they are.',
    importance: 'low',
    group: lines,
    default: 'replace',
    validator: oneOf('replace', 'fail'),
  }),
  'line.max.bytes': int({
    doc: 'A longer line is cut off, or skipped.',
    importance: 'medium',
    group: lines,
    default: 102_400,
    validator: between(16, 64 * 1024 * 1024),
  }),
  'line.too.long': string({
    doc: 'What to do with a line that is too long: `cut` it off after `line.max.bytes`, or `skip` it. Both are counted.',
    importance: 'low',
    group: lines,
    default: 'cut',
    validator: oneOf('cut', 'skip'),
  }),
  container: string({
    doc: 'What container runtimes wrap around each line: `cri` (containerd, CRI-O), `docker` (json-file) or `none`. The time becomes that of the record, the stream the header `stream`, parts of a line are put together.',
    importance: 'medium',
    group: events,
    default: 'none',
    validator: oneOf('none', 'cri', 'docker'),
  }),
  'multiline.start': string({
    doc: 'A regular expression. Lines that do not match it belong to the last one that did.',
    importance: 'medium',
    group: events,
    default: null,
    validator: pattern,
  }),
  'multiline.continue': string({
    doc: 'A regular expression. Lines that match it belong to the one before.',
    importance: 'medium',
    group: events,
    default: null,
    validator: pattern,
  }),
  'multiline.timeout.ms': int({
    doc: 'An event of several lines is complete when no line has come for so many milliseconds.',
    importance: 'low',
    group: events,
    default: 1000,
    validator: atLeast(1),
  }),
  'multiline.max.lines': int({
    doc: 'An event of so many lines is complete.',
    importance: 'low',
    group: events,
    default: 500,
    validator: atLeast(1),
  }),
  format: string<LogFormat>({
    doc: 'What an event is: `text` as it is, `json`, `logfmt`, the access logs `common` and `combined`, or `regex` with the named groups of `format.regex`.',
    importance: 'high',
    group: events,
    default: 'text',
    validator: oneOf(...logFormats),
  }),
  'format.regex': string({
    doc: 'With `format=regex`: a regular expression whose named groups become the fields, such as `^(?<level>\\w+) (?<message>.*)$`.',
    importance: 'medium',
    group: events,
    default: null,
    validator: pattern,
  }),
  'format.mismatch': string({
    doc: 'What to do with an event that is not of the format: `keep` it as text with the reason in the header `mismatch`, `skip` it, or `fail` the task. All are counted.',
    importance: 'medium',
    group: events,
    default: 'keep',
    validator: oneOf('keep', 'skip', 'fail'),
  }),
  key: string({
    doc: 'The key of records: the `path` of the file, so that its lines stay in order in one partition, `host-path` with the name of the machine before it, or `none`.',
    importance: 'medium',
    group: events,
    default: 'path',
    validator: oneOf('path', 'host-path', 'none'),
  }),
  headers: list({
    doc: 'What headers tell of each record: `host`, `path`, `position` (of the byte after the line).',
    importance: 'low',
    group: events,
    default: [],
    validator: listAmong(headerNames, { mayBeEmpty: true }),
  }),
  'batch.size': int({
    doc: 'At most so many records are handed over at a time.',
    importance: 'low',
    group: events,
    default: 2000,
    validator: atLeast(1),
  }),
});

export type LogSourceConfig = ConfigOf<typeof logSourceConfig>;
