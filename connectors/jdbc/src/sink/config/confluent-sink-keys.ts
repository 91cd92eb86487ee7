import { atLeast, boolean, defineConfig, int, list, oneOf, string, type ConfigOf } from '@sluice/connect-api';

const group = 'Writing';

/** What the sinks of Confluent and Aiven have in common, but for the connection. */
export const writingKeys = defineConfig({
  'insert.mode': string({
    doc: '`insert` adds rows; `upsert` replaces rows of the same key; `update` changes rows that are there.',
    importance: 'high',
    default: 'insert',
    validator: oneOf('insert', 'upsert', 'update'),
    group,
  }),
  'batch.size': int({
    doc: 'At most so many rows are written with one statement, and so many records in one transaction.',
    importance: 'medium',
    default: 3000,
    validator: atLeast(1),
    group,
  }),
  'delete.enabled': boolean({
    doc: 'Whether a record without a value deletes the row of its key. Needs `pk.mode=record_key`.',
    importance: 'medium',
    default: false,
    group,
  }),
  'table.name.format': string({
    doc: 'The table of a topic: `${topic}` stands for its name. Parts between dots are schema and table.',
    importance: 'medium',
    default: '${topic}',
    group,
  }),
  'pk.mode': string({
    doc: 'Where the key of a row comes from: `none`, `kafka` (topic, partition and offset), `record_key` or `record_value`.',
    importance: 'high',
    default: 'none',
    validator: oneOf('none', 'kafka', 'record_key', 'record_value'),
    group,
  }),
  'pk.fields': list({
    doc: 'The columns of the key: of `kafka` three names, of a key that is no struct its one name, else fields. By default all fields of the key or the value.',
    importance: 'medium',
    default: [],
    group,
  }),
  'fields.whitelist': list({
    doc: 'The fields of the value that become columns; by default all. Those of the key always do.',
    importance: 'medium',
    default: [],
    group,
  }),
  'auto.create': boolean({
    doc: 'Whether a table that is not there is created.',
    importance: 'medium',
    default: false,
    group,
  }),
  'auto.evolve': boolean({
    doc: 'Whether a column that is not there is added, if null or a default can stand in it.',
    importance: 'medium',
    default: false,
    group,
  }),
  'max.retries': int({
    doc: 'So often in a row a batch is tried again after an error that may pass; then the task fails.',
    importance: 'medium',
    default: 10,
    validator: atLeast(0),
    group,
  }),
  'retry.backoff.ms': int({
    doc: 'Milliseconds before a batch is tried again.',
    importance: 'medium',
    default: 3000,
    validator: atLeast(0),
    group,
  }),
});

/** What only the sink of Confluent has. */
export const confluentOnlyKeys = defineConfig({
  'table.types': list({
    doc: 'Kinds of tables that are written to: `TABLE`, `PARTITIONED TABLE`, `VIEW`.',
    importance: 'low',
    default: ['TABLE'],
    group,
  }),
  'replace.null.with.default': boolean({
    doc: 'Whether a field without value is written as the default of its schema; else as null.',
    importance: 'medium',
    default: true,
    group,
  }),
  'date.timezone': string({
    doc: 'The time zone of dates. Taken for the sake of existing configurations: a date is written as the day it is.',
    importance: 'low',
    default: 'DB_TIMEZONE',
    validator: oneOf('DB_TIMEZONE', 'UTC'),
    group,
  }),
  'timestamp.fields.list': list({
    doc: 'INT64 fields that count from the epoch, in the unit of `timestamp.precision.mode`, and become timestamps.',
    importance: 'low',
    default: [],
    group,
  }),
  'timestamp.precision.mode': string({
    doc: 'The unit of the fields in `timestamp.fields.list`: `microseconds` or `nanoseconds`.',
    importance: 'low',
    default: 'microseconds',
    validator: oneOf('microseconds', 'nanoseconds'),
    group,
  }),
  'date.calendar.system': string({
    doc: 'The calendar of dates before 1582. Taken for the sake of existing configurations: dates are always Gregorian, as in databases.',
    importance: 'low',
    default: 'LEGACY',
    validator: oneOf('LEGACY', 'PROLEPTIC_GREGORIAN'),
    group,
  }),
  'string.output.value.column.name': string({
    doc: 'The column of values that are no structs, texts above all.',
    importance: 'low',
    default: 'record_value',
    group,
  }),
  'mssql.use.merge.holdlock': boolean({
    doc: 'Of no use here: SQL Server is not written to. Taken for the sake of existing configurations.',
    importance: 'low',
    default: true,
    group,
  }),
  'trim.sensitive.log': boolean({
    doc: 'Whether messages leave out what the database says of the values of a row it refused.',
    importance: 'low',
    default: false,
    group,
  }),
});

/** What only the sink of Aiven has. */
export const aivenOnlyKeys = defineConfig({
  'table.name.normalize': boolean({
    doc: 'Whether every character of a topic that is no letter, digit or underscore becomes an underscore in `${topic}`.',
    importance: 'medium',
    default: false,
    group,
  }),
  'topics.to.tables.mapping': list({
    doc: 'Tables of single topics, as `topic:table`; for all others `table.name.format` counts.',
    importance: 'medium',
    default: null,
    group,
  }),
});

export type WritingConfig = ConfigOf<typeof writingKeys>;
