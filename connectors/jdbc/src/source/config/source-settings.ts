import type {
  ConnectionSettings,
  IsolationLevel,
  MappingOptions,
  NumericMapping,
  TimestampGranularity,
  ZeroDates,
} from '@sluice/connector-shared-sql';
import { parseJdbcUrl, TimeZone } from '@sluice/connector-shared-sql';
import type { Mode } from './mode-keys.ts';
import type { AivenSourceConfig, ConfluentSourceConfig } from './source-config.ts';

/** Which tables are wanted. */
export interface TableChoice {
  /** Names; empty is no such list. */
  readonly included: readonly string[];
  readonly excluded: readonly string[];
  /** Regular expressions for whole names; empty is no such list. */
  readonly includePatterns: readonly string[];
  readonly excludePatterns: readonly string[];
  readonly catalog: string | null;
  readonly schemaPattern: string | null;
  readonly types: readonly string[];
}

/** Which columns tell new rows from old ones. */
export interface ColumnChoice {
  readonly incrementing: string;
  readonly timestamps: readonly string[];
  /** `<regular expression>:<column>`. */
  readonly incrementingMapping: readonly string[];
  /** `<regular expression>:[<column>|<column>]`. */
  readonly timestampMapping: readonly string[];
  readonly mustNotBeNull: boolean;
}

/** What both classes come to. */
export interface SourceSettings {
  readonly connection: ConnectionSettings;
  readonly connectionAttempts: number;
  readonly connectionBackoffMs: number;
  readonly tables: TableChoice;
  readonly tablePollIntervalMs: number;
  readonly mode: Mode;
  readonly columns: ColumnChoice;
  readonly query: string | null;
  readonly querySuffix: string;
  readonly quoteNames: boolean;
  readonly qualifyNames: boolean;
  readonly isolation: IsolationLevel;
  /** -1 is for ever. */
  readonly retryAttempts: number;
  readonly topicPrefix: string;
  readonly pollIntervalMs: number;
  readonly pollWaitMs: number;
  readonly batchMaxRows: number;
  /** 0 leaves it to the sizes of rows. */
  readonly maxFetchRows: number;
  readonly delayMs: number;
  readonly lateCommits: 'auto' | 'wait' | 'ignore';
  /** Milliseconds since the epoch; -1 is now. */
  readonly initialTimestampMs: number | bigint;
  readonly initialIncrementing: number | bigint;
  readonly mapping: MappingOptions;
}

type AnyConfig = Pick<ConfluentSourceConfig, keyof ConfluentSourceConfig & keyof AivenSourceConfig>;

const prefix = 'connection.';
const ownKeys: ReadonlySet<string> = new Set(['url', 'user', 'password', 'attempts', 'backoff.ms']);

/** The longest time that a task keeps the worker waiting. */
const maxPollWaitMs = 1000;

/** @param properties - the configuration as it was written, where properties of the driver may be. */
export function confluentSettings(
  config: ConfluentSourceConfig,
  properties: Readonly<Record<string, string>>,
): SourceSettings {
  const masked = config['query.masked'].reveal();
  const base = commonSettings(config, properties);
  return {
    ...base,
    tables: {
      ...base.tables,
      includePatterns: config['table.include.list'],
      excludePatterns: config['table.exclude.list'],
    },
    columns: {
      ...base.columns,
      incrementingMapping: config['incrementing.column.mapping'],
      timestampMapping: config['timestamp.columns.mapping'],
    },
    query: base.query ?? (masked === '' ? null : masked),
    querySuffix: config['query.suffix'],
    quoteNames: config['quote.sql.identifiers'].toLowerCase() === 'always',
    isolation: config['transaction.isolation.mode'],
    retryAttempts: config['query.retry.attempts'],
    pollWaitMs: Math.min(Number(config['poll.linger.ms']), maxPollWaitMs),
    batchMaxRows: config['batch.max.rows'],
    maxFetchRows: config['max.buffer.size'],
    initialTimestampMs: config['timestamp.initial'] ?? 0,
    mapping: {
      ...base.mapping,
      timestampGranularity: config['timestamp.granularity'].toLowerCase() as TimestampGranularity,
      calendar: config['date.calendar.system'],
    },
  };
}

export function aivenSettings(
  config: AivenSourceConfig,
  properties: Readonly<Record<string, string>>,
): SourceSettings {
  return {
    ...commonSettings(config, properties),
    quoteNames: config['sql.quote.identifiers'],
    qualifyNames: config['table.names.qualify'],
    batchMaxRows: config['batch.max.rows'],
    initialTimestampMs: config['timestamp.initial.ms'],
    initialIncrementing: config['incrementing.initial'],
  };
}

function commonSettings(config: AnyConfig, properties: Readonly<Record<string, string>>): SourceSettings {
  return {
    ...reading,
    connection: connectionOf(config, properties),
    connectionAttempts: config['connection.attempts'],
    connectionBackoffMs: Number(config['connection.backoff.ms']),
    tables: tablesOf(config),
    tablePollIntervalMs: Number(config['table.poll.interval.ms']),
    mode: config.mode,
    columns: columnsOf(config),
    query: config.query === '' ? null : config.query,
    topicPrefix: config['topic.prefix'],
    pollIntervalMs: config['poll.interval.ms'],
    delayMs: Number(config['timestamp.delay.interval.ms']),
    lateCommits: config['late.commits'],
    mapping: mappingOf(config),
  };
}

/** What a class without keys for it has. */
const reading = {
  querySuffix: '',
  quoteNames: true,
  qualifyNames: true,
  isolation: 'DEFAULT',
  retryAttempts: -1,
  pollWaitMs: maxPollWaitMs,
  batchMaxRows: 100,
  maxFetchRows: 0,
  initialTimestampMs: 0,
  initialIncrementing: -1,
} as const;

function connectionOf(config: AnyConfig, properties: Readonly<Record<string, string>>): ConnectionSettings {
  const driver = Object.entries(properties)
    .filter(([key]) => key.startsWith(prefix) && !ownKeys.has(key.slice(prefix.length)))
    .map(([key, value]): [string, string] => [key.slice(prefix.length), value]);
  return {
    url: parseJdbcUrl(config['connection.url']),
    user: config['connection.user'],
    password: config['connection.password'],
    properties: Object.fromEntries(driver),
    timeZone: config['db.timezone'],
    applicationName: 'sluice',
  };
}

function tablesOf(config: AnyConfig): TableChoice {
  return {
    included: config['table.whitelist'],
    excluded: config['table.blacklist'],
    includePatterns: [],
    excludePatterns: [],
    catalog: config['catalog.pattern'],
    schemaPattern: config['schema.pattern'],
    types: config['table.types'],
  };
}

function columnsOf(config: AnyConfig): ColumnChoice {
  return {
    incrementing: config['incrementing.column.name'],
    timestamps: config['timestamp.column.name'].filter((name) => name !== ''),
    incrementingMapping: [],
    timestampMapping: [],
    mustNotBeNull: config['validate.non.null'],
  };
}

function mappingOf(config: AnyConfig): MappingOptions {
  const url = parseJdbcUrl(config['connection.url']);
  const numeric = config['numeric.mapping']?.toLowerCase() as NumericMapping | undefined;
  return {
    numericMapping: numeric ?? (config['numeric.precision.mapping'] ? 'precision_only' : 'none'),
    defaultNumericScale: config['numeric.default.scale'],
    timestampGranularity: 'connect_logical',
    timeZone: new TimeZone(config['db.timezone']),
    calendar: 'LEGACY',
    zeroDates: zeroDatesIn(url.properties.get('zeroDateTimeBehavior')),
    sessionIsUtc: url.kind === 'mysql' || url.kind === 'mariadb',
  };
}

function zeroDatesIn(text: string | undefined): ZeroDates {
  const plain = text?.toUpperCase().replaceAll('_', '');
  if (plain === 'CONVERTTONULL') return 'CONVERT_TO_NULL';
  return plain === 'ROUND' ? 'ROUND' : 'EXCEPTION';
}
