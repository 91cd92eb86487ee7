import {
  atLeast,
  boolean,
  defineConfig,
  int,
  long,
  nonEmptyString,
  oneOf,
  password,
  string,
  type ConfigOf,
} from '@sluice/connect-api';

const group = 'Connection';
const defaultProvider = 'io.confluent.connect.jdbc.util.DefaultJdbcCredentialsProvider';

/** The connection as Confluent and Aiven have it. */
export const connectionKeys = defineConfig({
  'connection.url': string({
    doc: 'The database, as a JDBC URL: `jdbc:postgresql://host:5432/name`, and the same with `mysql`, `mariadb`, or `jdbc:sqlite:/path/to/file`.',
    importance: 'high',
    validator: nonEmptyString(),
    group,
  }),
  'connection.user': string({
    doc: 'The user to connect as.',
    importance: 'high',
    default: null,
    group,
  }),
  'connection.password': password({
    doc: 'The password of the user.',
    importance: 'high',
    default: null,
    group,
  }),
  'db.timezone': string({
    doc: 'The time zone in which timestamps are written into columns that have none.',
    importance: 'medium',
    default: 'UTC',
    group,
  }),
  'dialect.name': string({
    doc: 'Taken for the sake of existing configurations: the URL says which database it is.',
    importance: 'low',
    default: '',
    group,
  }),
});

/** What only Confluent's connection has. */
export const confluentConnectionKeys = defineConfig({
  'connection.attempts': int({
    doc: 'So often it is tried to connect before that counts as an error.',
    importance: 'low',
    default: 3,
    validator: atLeast(1),
    group,
  }),
  'connection.backoff.ms': long({
    doc: 'Milliseconds between attempts to connect.',
    importance: 'low',
    default: 10_000,
    validator: atLeast(0),
    group,
  }),
  'jdbc.credentials.provider.class': string({
    doc: 'Only the one of Confluent by default is there, which takes user and password from the configuration. Secrets come from config providers.',
    importance: 'low',
    default: defaultProvider,
    validator: oneOf(defaultProvider),
    group,
  }),
  'quote.sql.identifiers': string({
    doc: '`always` quotes names of tables and columns; `never` has the database read them in its own case.',
    importance: 'medium',
    default: 'always',
    validator: oneOf('always', 'never'),
    group,
  }),
});

/** What only Aiven's connection has. */
export const aivenConnectionKeys = defineConfig({
  'sql.quote.identifiers': boolean({
    doc: 'Whether names of tables and columns are quoted; else the database reads them in its own case.',
    importance: 'medium',
    default: true,
    group,
  }),
});

/** The connection as Debezium has it. */
export const debeziumConnectionKeys = defineConfig({
  'connection.url': string({
    doc: 'The database, as a JDBC URL: `jdbc:postgresql://host:5432/name`, and the same with `mysql`, `mariadb`, or `jdbc:sqlite:/path/to/file`.',
    importance: 'high',
    validator: nonEmptyString(),
    group,
  }),
  'connection.username': string({
    doc: 'The user to connect as.',
    importance: 'high',
    default: null,
    group,
  }),
  'connection.password': password({
    doc: 'The password of the user.',
    importance: 'high',
    default: null,
    group,
  }),
});

export type ConnectionConfig = ConfigOf<typeof connectionKeys>;
