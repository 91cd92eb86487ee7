import {
  atLeast,
  boolean,
  int,
  long,
  oneOf,
  string,
  caseInsensitiveOneOf,
  refusal,
  type Validator,
} from '@sluice/connect-api';

const group = 'Records';

const numericMappings = ['none', 'precision_only', 'best_fit', 'best_fit_eager_double'] as const;

const orNull = (inner: Validator<string>): Validator<string> => ({
  describe: (type) => inner.describe(type),
  check: (checked) => (checked.value === null ? null : inner.check(checked)),
});

/** Keys of both classes. */
export const valueKeys = {
  'numeric.mapping': string({
    doc: 'What NUMERIC columns become: `none` Decimal; `precision_only` integers where the scale is 0 and the precision allows; `best_fit` integers and FLOAT64 where the precision allows; `best_fit_eager_double` FLOAT64 whenever there are digits after the point.',
    importance: 'low',
    default: null,
    validator: orNull(caseInsensitiveOneOf(...numericMappings)),
    group,
  }),
  'numeric.precision.mapping': boolean({
    doc: 'The older way to say `numeric.mapping=precision_only`.',
    importance: 'low',
    default: false,
    group,
  }),
  'numeric.default.scale': int({
    doc: 'Digits after the point of the Decimal that a NUMERIC column becomes that was declared without a scale.',
    importance: 'low',
    default: 0,
    validator: atLeast(0),
    group,
  }),
} as const;

const granularities = [
  'connect_logical',
  'micros_long',
  'micros_string',
  'micros_iso_datetime_string',
  'nanos_long',
  'nanos_string',
  'nanos_iso_datetime_string',
] as const;

/** Keys of Confluent’s class only. */
export const confluentValueKeys = {
  'timestamp.granularity': string({
    doc: 'What timestamps become: Connect’s Timestamp, which has milliseconds only, or microseconds or nanoseconds since the epoch as INT64 or STRING, or an ISO date and time in `db.timezone`.',
    importance: 'low',
    default: 'connect_logical',
    validator: caseInsensitiveOneOf(...granularities),
    group,
  }),
  'date.calendar.system': string({
    doc: 'How days before 15 October 1582 are counted: `LEGACY` as Java’s older classes do, `PROLEPTIC_GREGORIAN` as databases do.',
    importance: 'low',
    default: 'LEGACY',
    validator: oneOf('LEGACY', 'PROLEPTIC_GREGORIAN'),
    group,
  }),
  'quote.sql.identifiers': string({
    doc: 'Whether names of tables and columns stand between quotes in statements.',
    importance: 'medium',
    default: 'always',
    validator: caseInsensitiveOneOf('always', 'never'),
    group,
  }),
  'batch.max.rows': int({
    doc: 'At most so many rows are handed over at a time.',
    importance: 'low',
    default: 1000,
    validator: atLeast(1),
    group,
  }),
  'max.buffer.size': int({
    doc: 'At most so many rows are fetched at a time; 0 leaves it to the sizes of rows.',
    importance: 'low',
    default: 0,
    validator: atLeast(0),
    group,
  }),
  'poll.linger.ms': long({
    doc: 'The longest time that a task waits for rows at a time; never more than a second.',
    importance: 'low',
    default: 5000,
    validator: atLeast(0),
    group,
  }),
  'jdbc.credentials.provider.class': string({
    doc: 'Accepted for the sake of existing configurations when it is the default; credentials come from `connection.user` and `connection.password`, which may refer to config providers.',
    importance: 'low',
    default: defaultCredentialsProvider(),
    validator: {
      describe: () => '',
      check: (checked) =>
        checked.value === defaultCredentialsProvider()
          ? null
          : refusal(checked, 'Use a config provider in connection.user and connection.password instead'),
    },
    group,
  }),
} as const;

function defaultCredentialsProvider(): string {
  return 'io.confluent.connect.jdbc.util.DefaultJdbcCredentialsProvider';
}

/** Keys of Aiven’s class only. */
export const aivenValueKeys = {
  'sql.quote.identifiers': boolean({
    doc: 'Whether names of tables and columns stand between quotes in statements.',
    importance: 'medium',
    default: true,
    group,
  }),
  'table.names.qualify': boolean({
    doc: 'Whether statements name tables with schema and catalog.',
    importance: 'low',
    default: true,
    group,
  }),
  'batch.max.rows': int({
    doc: 'At most so many rows are handed over at a time.',
    importance: 'low',
    default: 100,
    validator: atLeast(1),
    group,
  }),
} as const;
