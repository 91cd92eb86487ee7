import { atLeast, list, long, string } from '@sluice/connect-api';

const group = 'Tables';

/** Keys of both classes. */
export const tableKeys = {
  'table.whitelist': list({
    doc: 'The tables to read, by name, with or without schema and catalog. Not together with `table.blacklist`.',
    importance: 'medium',
    default: [],
    group,
  }),
  'table.blacklist': list({
    doc: 'All tables but these, by name, with or without schema and catalog. Not together with `table.whitelist`.',
    importance: 'medium',
    default: [],
    group,
  }),
  'catalog.pattern': string({
    doc: 'The catalog to look for tables in, which for MySQL and MariaDB is a database; by default the one in the URL.',
    importance: 'medium',
    default: null,
    group,
  }),
  'schema.pattern': string({
    doc: 'The schemas to look for tables in, with `%` and `_` as in LIKE; by default all but the system’s own.',
    importance: 'high',
    default: null,
    group,
  }),
  'table.types': list({
    doc: 'What is taken for a table: `TABLE`, `VIEW`, `PARTITIONED TABLE`, `MATERIALIZED VIEW`, `FOREIGN TABLE`.',
    importance: 'low',
    default: ['TABLE'],
    group,
  }),
  'table.poll.interval.ms': long({
    doc: 'How often to look for tables that came or went; the work is divided anew then.',
    importance: 'low',
    default: 60_000,
    validator: atLeast(1),
    group,
  }),
} as const;

/** Keys of Confluent’s class only. */
export const tableListKeys = {
  'table.include.list': list({
    doc: 'The tables to read, as regular expressions for the whole name with schema and catalog. Not together with `table.whitelist` and `table.blacklist`.',
    importance: 'medium',
    default: [],
    group,
  }),
  'table.exclude.list': list({
    doc: 'Of these, the tables not to read, as regular expressions for the whole name.',
    importance: 'medium',
    default: [],
    group,
  }),
  'table.monitoring.startup.polling.limit.ms': long({
    doc: 'So long the connector waits at its start for the list of tables.',
    importance: 'low',
    default: 10_000,
    validator: atLeast(1),
    group,
  }),
} as const;
