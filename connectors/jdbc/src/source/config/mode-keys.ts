import { atLeast, boolean, int, list, long, oneOf, password, string } from '@sluice/connect-api';

const group = 'Mode';

/** How new rows are told from old ones. */
export const modes = ['bulk', 'timestamp', 'incrementing', 'timestamp+incrementing'] as const;
export type Mode = (typeof modes)[number];

const lateCommitChoices = ['auto', 'wait', 'ignore'] as const;

/** Keys of both classes. */
export const modeKeys = {
  mode: string({
    doc: '`bulk` reads everything again each time; `incrementing` finds new rows by a column that only grows; `timestamp` finds new and changed rows by the time of the change; `timestamp+incrementing` uses both and is the most exact.',
    importance: 'high',
    validator: oneOf(...modes),
    group,
  }),
  'incrementing.column.name': string({
    doc: 'The column that only grows. Left empty, the column that the database counts up by itself.',
    importance: 'medium',
    default: '',
    group,
  }),
  'timestamp.column.name': list({
    doc: 'The columns with the time of the last change; of several the first that is not null counts.',
    importance: 'medium',
    default: [],
    group,
  }),
  'validate.non.null': boolean({
    doc: 'Whether the columns above have to be declared NOT NULL: rows with a null in them are never found.',
    importance: 'low',
    default: true,
    group,
  }),
  query: string({
    doc: 'A query to read instead of tables. Without `mode=bulk` it must be possible to put a WHERE after it.',
    importance: 'medium',
    default: '',
    group,
  }),
  'timestamp.delay.interval.ms': long({
    doc: 'Rows are read so long after their timestamp, for clocks that are not that of the database.',
    importance: 'high',
    default: 0,
    validator: atLeast(0),
    group,
  }),
  'late.commits': string({
    doc: 'Rows can become visible after others with a higher number or a later time, when their transaction commits late. `auto` reads no further than where nothing can come any more, by what the database tells of open transactions; where it does not tell (MySQL and MariaDB without the PROCESS privilege), the log says so, and `timestamp.delay.interval.ms` should be longer than the longest transaction. `wait` refuses to start there. `ignore` reads whatever is visible, as the Java connectors do. SQLite has no such rows.',
    importance: 'medium',
    default: 'auto',
    validator: oneOf(...lateCommitChoices),
    group,
  }),
  'poll.interval.ms': int({
    doc: 'How often to look for new rows in each table.',
    importance: 'high',
    default: 5000,
    validator: atLeast(0),
    group,
  }),
  'topic.prefix': string({
    doc: 'What comes before the name of a table in the name of its topic; for a `query` the whole name of the topic.',
    importance: 'high',
    group,
  }),
} as const;

/** Keys of Confluent’s class only. */
export const confluentModeKeys = {
  'timestamp.columns.mapping': list({
    doc: 'For each group of tables its timestamp columns: `<regular expression for the whole name>:[<column>|<column>]`.',
    importance: 'medium',
    default: [],
    group,
  }),
  'incrementing.column.mapping': list({
    doc: 'For each group of tables its incrementing column: `<regular expression for the whole name>:<column>`.',
    importance: 'medium',
    default: [],
    group,
  }),
  'timestamp.initial': long({
    doc: 'Where to begin when there is no offset yet, in milliseconds since the epoch; -1 is now.',
    importance: 'low',
    default: null,
    group,
  }),
  'query.suffix': string({
    doc: 'Put at the end of every statement that reads rows.',
    importance: 'low',
    default: '',
    group,
  }),
  'query.masked': password({
    doc: 'A query as in `query` that is not shown: one of the two.',
    importance: 'medium',
    default: '',
    group,
  }),
  'transaction.isolation.mode': string({
    doc: 'The isolation level of the transactions that read.',
    importance: 'low',
    default: 'DEFAULT',
    validator: oneOf('DEFAULT', 'READ_UNCOMMITTED', 'READ_COMMITTED', 'REPEATABLE_READ', 'SERIALIZABLE'),
    group,
  }),
  'query.retry.attempts': int({
    doc: 'So often in a row reading may fail in a way that can pass before the task fails; -1 is for ever.',
    importance: 'low',
    default: -1,
    validator: atLeast(-1),
    group,
  }),
} as const;

/** Keys of Aiven’s class only. */
export const aivenModeKeys = {
  'timestamp.initial.ms': long({
    doc: 'Where to begin when there is no offset yet, in milliseconds since the epoch.',
    importance: 'low',
    default: 0,
    group,
  }),
  'incrementing.initial': long({
    doc: 'Where to begin when there is no offset yet: rows with a higher number are read.',
    importance: 'low',
    default: -1,
    group,
  }),
} as const;
