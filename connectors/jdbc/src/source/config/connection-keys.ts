import { atLeast, int, long, password, string, type Validator, refusal } from '@sluice/connect-api';
import { parseJdbcUrl, TimeZone } from '@sluice/connector-shared-sql';

const group = 'Database';

/** A URL that there is a driver for; what may be secret in it is not in the message. */
const jdbcUrl: Validator<string> = {
  describe: () => 'a JDBC URL of PostgreSQL, MySQL, MariaDB or SQLite',
  check: ({ key, value }) => problemOf(() => parseJdbcUrl(String(value), key)),
};

const timeZone: Validator<string> = {
  describe: () => 'the name of a time zone',
  check: (checked) =>
    problemOf(() => new TimeZone(String(checked.value))) === null
      ? null
      : refusal(checked, 'Invalid time zone identifier'),
};

function problemOf(attempt: () => unknown): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Keys of both classes. */
export const connectionKeys = {
  'connection.url': string({
    doc: 'Where the database is, as Java’s drivers write it: `jdbc:postgresql://host:5432/name`, `jdbc:mysql://…`, `jdbc:mariadb://…` or `jdbc:sqlite:/path/to/file`. Properties after the `?` and keys that begin with `connection.` set up the driver, TLS too.',
    importance: 'high',
    validator: jdbcUrl,
    group,
  }),
  'connection.user': string({
    doc: 'Who reads; stronger than what the URL says.',
    importance: 'high',
    default: null,
    group,
  }),
  'connection.password': password({
    doc: 'The password of the user; stronger than what the URL says.',
    importance: 'high',
    default: null,
    group,
  }),
  'connection.attempts': int({
    doc: 'So often a task tries to connect before it fails.',
    importance: 'low',
    default: 3,
    validator: atLeast(1),
    group,
  }),
  'connection.backoff.ms': long({
    doc: 'The longest wait between two attempts to connect; the first waits are shorter.',
    importance: 'low',
    default: 10_000,
    validator: atLeast(0),
    group,
  }),
  'dialect.name': string({
    doc: 'Accepted for the sake of existing configurations; the URL decides.',
    importance: 'low',
    default: '',
    group,
  }),
  'db.timezone': string({
    doc: 'The zone of timestamps that do not tell theirs.',
    importance: 'medium',
    default: 'UTC',
    validator: timeZone,
    group,
  }),
} as const;
