import { atLeast, boolean, defineConfig, int, list, oneOf, string } from '@sluice/connect-api';

const group = 'Writing';
const unused = 'Taken for the sake of existing configurations';
const collectionNaming = 'io.debezium.sink.naming.DefaultCollectionNamingStrategy';
const columnNaming = 'io.debezium.connector.jdbc.naming.DefaultColumnNamingStrategy';

/** The keys of Debezium's sink, but for the connection. */
export const debeziumWritingKeys = defineConfig({
  'insert.mode': string({
    doc: '`insert` adds rows; `upsert` replaces rows of the same key; `update` changes rows that are there.',
    importance: 'low',
    default: 'insert',
    validator: oneOf('insert', 'upsert', 'update'),
    group,
  }),
  'delete.enabled': boolean({
    doc: 'Whether events that delete a row, and records without a value, delete it. Needs `primary.key.mode=record_key`.',
    importance: 'low',
    default: false,
    group,
  }),
  'truncate.enabled': boolean({
    doc: 'Whether an event that says that a table was emptied empties it here too.',
    importance: 'low',
    default: false,
    group,
  }),
  'collection.name.format': string({
    doc: 'The table of a record: `${topic}` stands for its topic, with `_` for dots, `${source.x}` for a field of the source in a change event.',
    importance: 'medium',
    default: '${topic}',
    group,
  }),
  'table.name.format': string({
    doc: 'The older name of `collection.name.format`, which counts where it is given.',
    importance: 'medium',
    default: '${topic}',
    group,
  }),
  'primary.key.mode': string({
    doc: 'Where the key of a row comes from: `none`, `kafka`, `record_key`, `record_value` or `record_header`.',
    importance: 'high',
    default: 'none',
    validator: oneOf('none', 'kafka', 'record_key', 'record_value', 'record_header'),
    group,
  }),
  'primary.key.fields': list({
    doc: 'The columns of the key; by default all fields of the key, the value or the headers.',
    importance: 'low',
    default: [],
    group,
  }),
  'schema.evolution': string({
    doc: '`none`; `basic` creates tables and adds columns; `widen` also widens the types of columns.',
    importance: 'low',
    default: 'none',
    validator: oneOf('none', 'basic', 'widen'),
    group,
  }),
  'quote.identifiers': boolean({
    doc: 'Whether names of tables and columns are quoted; else the database reads them in its own case.',
    importance: 'low',
    default: false,
    group,
  }),
  'field.include.list': list({
    doc: 'The fields that become columns, as `field` or `topic:field`; by default all. Those of the key always do.',
    importance: 'medium',
    default: null,
    group,
  }),
  'field.exclude.list': list({
    doc: 'The fields that become no columns, as `field` or `topic:field`.',
    importance: 'medium',
    default: null,
    group,
  }),
  'use.time.zone': string({
    doc: 'The time zone in which timestamps are written into columns that have none.',
    importance: 'medium',
    default: 'UTC',
    group,
  }),
  'database.time_zone': string({
    doc: 'The older name of `use.time.zone`, which counts where it is given.',
    importance: 'medium',
    default: 'UTC',
    group,
  }),
  'batch.size': int({
    doc: 'At most so many rows are written with one statement, and so many records in one transaction.',
    importance: 'medium',
    default: 500,
    validator: atLeast(1),
    group,
  }),
  'flush.max.retries': int({
    doc: 'So often in a row a batch is tried again after an error that may pass; then the task fails.',
    importance: 'low',
    default: 5,
    validator: atLeast(0),
    group,
  }),
  'flush.retry.delay.ms': int({
    doc: 'Milliseconds before a batch is tried again.',
    importance: 'low',
    default: 1000,
    validator: atLeast(0),
    group,
  }),
});

/** Keys of Debezium's sink that mean nothing here, or allow one value only. */
export const debeziumUnusedKeys = defineConfig({
  'connection.pool.min_size': int({
    doc: `${unused}: a task has one connection.`,
    importance: 'low',
    default: 5,
    group,
  }),
  'connection.pool.max_size': int({
    doc: `${unused}: a task has one connection.`,
    importance: 'low',
    default: 32,
    group,
  }),
  'connection.pool.acquire_increment': int({
    doc: `${unused}: a task has one connection.`,
    importance: 'low',
    default: 32,
    group,
  }),
  'connection.pool.timeout': int({
    doc: `${unused}: a task has one connection.`,
    importance: 'low',
    default: 1800,
    group,
  }),
  'connection.restart.on.errors': boolean({
    doc: `${unused}: a lost connection is always made anew.`,
    importance: 'low',
    default: false,
    group,
  }),
  'dialect.postgres.unnest.insert.enabled': boolean({
    doc: `${unused}: rows always go to PostgreSQL as arrays.`,
    importance: 'medium',
    default: false,
    group,
  }),
  'dialect.postgres.postgis.schema': string({
    doc: `${unused}: there are no geometries.`,
    importance: 'low',
    default: 'public',
    group,
  }),
  'dialect.sqlserver.identity.insert': boolean({
    doc: `${unused}: SQL Server is not written to.`,
    importance: 'low',
    default: false,
    group,
  }),
  'collection.naming.strategy': string({
    doc: 'How tables are named. Only the one of Debezium by default is there.',
    importance: 'low',
    default: collectionNaming,
    validator: oneOf(collectionNaming, 'io.debezium.connector.jdbc.naming.DefaultTableNamingStrategy'),
    group,
  }),
  'table.naming.strategy': string({
    doc: 'The older name of `collection.naming.strategy`.',
    importance: 'low',
    default: collectionNaming,
    validator: oneOf(collectionNaming, 'io.debezium.connector.jdbc.naming.DefaultTableNamingStrategy'),
    group,
  }),
  'column.naming.strategy': string({
    doc: 'How columns are named. Only the one of Debezium by default is there.',
    importance: 'low',
    default: columnNaming,
    validator: oneOf(columnNaming),
    group,
  }),
  'collection.table.format': string({
    doc: `${unused}.`,
    importance: 'medium',
    default: '${table}',
    group,
  }),
  'cloud.events.schema.name.pattern': string({
    doc: `${unused}: records in the format of CloudEvents are not read.`,
    importance: 'low',
    default: '.*CloudEvents\\.Envelope$',
    group,
  }),
});
