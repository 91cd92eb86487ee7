import { parseJdbcUrl, type ConnectionSettings } from '@sluice/connector-shared-sql';
import type { WritingConfig } from './confluent-sink-keys.ts';
import type { ConnectionConfig } from './connection-keys.ts';
import { listedFields, namedFields } from './field-filter.ts';
import type { EvolutionConfig, OwnConfig } from './own-sink-keys.ts';
import type { AivenSinkConfig, ConfluentSinkConfig, DebeziumSinkConfig } from './sink-configs.ts';
import type { SinkSettings } from './sink-settings.ts';
import { collectionNaming, tableNaming, type TableNaming } from './table-naming.ts';

const applicationName = 'sluice';

/** SQLite waits in the thread of the task, which has others to run: it is asked again instead. */
const sqliteProperties = { busy_timeout: '100' };

function connectionTo(
  url: string,
  access: Pick<ConnectionSettings, 'user' | 'password' | 'timeZone'>,
): ConnectionSettings {
  const parsed = parseJdbcUrl(url);
  const properties = parsed.kind === 'sqlite' ? { properties: sqliteProperties } : {};
  return { url: parsed, ...properties, ...access, applicationName };
}

/** @throws ConfigError when the URL or a name is not as it should be. */
export function settingsOfConfluent(config: ConfluentSinkConfig): SinkSettings {
  const settings = commonSettings(config, tableNaming(config['table.name.format']));
  return {
    ...settings,
    attempts: config['connection.attempts'],
    backoffMs: Number(config['connection.backoff.ms']),
    quotesNames: config['quote.sql.identifiers'] === 'always',
    hidesValues: config['trim.sensitive.log'],
    rows: {
      ...settings.rows,
      replacesNull: config['replace.null.with.default'],
      plainValueColumn: config['string.output.value.column.name'],
      epochFields: config['timestamp.fields.list'],
      epochUnit: config['timestamp.precision.mode'],
    },
  };
}

/** @throws ConfigError when the URL or a name is not as it should be. */
export function settingsOfAiven(config: AivenSinkConfig): SinkSettings {
  const naming = tableNaming(config['table.name.format'], {
    normalize: config['table.name.normalize'],
    mapping: config['topics.to.tables.mapping'] ?? [],
  });
  return { ...commonSettings(config, naming), quotesNames: config['sql.quote.identifiers'] };
}

type CommonConfig = ConnectionConfig & WritingConfig & EvolutionConfig & OwnConfig;

function commonSettings(config: CommonConfig, tableName: TableNaming): SinkSettings {
  const evolves = config['auto.evolve'];
  return {
    connection: connectionTo(config['connection.url'], {
      user: config['connection.user'],
      password: config['connection.password'],
      timeZone: config['db.timezone'],
    }),
    attempts: 3,
    backoffMs: 10_000,
    rows: {
      keyMode: config['pk.mode'],
      keyFields: config['pk.fields'],
      deletes: config['delete.enabled'] ? 'apply' : 'refuse',
      truncates: false,
      tableName,
      acceptsField: namedFields(config['fields.whitelist']),
      replacesNull: true,
      plainValueColumn: 'record_value',
      epochFields: [],
      epochUnit: 'microseconds',
    },
    insertMode: config['insert.mode'],
    batchSize: config['batch.size'],
    maxRetries: config['max.retries'],
    retryBackoffMs: config['retry.backoff.ms'],
    evolution: {
      creates: config['auto.create'],
      addsColumns: evolves,
      widensColumns: evolves && config['auto.evolve.policy'] === 'widen',
      createKey: 'auto.create=true',
      addKey: 'auto.evolve=true',
    },
    quotesNames: true,
    hidesValues: false,
    offsetTable: config['exactly.once.table'],
  };
}

/** @throws ConfigError when the URL is not as it should be. */
export function settingsOfDebezium(config: DebeziumSinkConfig): SinkSettings {
  const evolution = config['schema.evolution'];
  return {
    connection: connectionTo(config['connection.url'], {
      user: config['connection.username'],
      password: config['connection.password'],
      timeZone: newerOf(config['use.time.zone'], config['database.time_zone'], 'UTC'),
    }),
    attempts: 1,
    backoffMs: 0,
    rows: debeziumRows(config),
    insertMode: config['insert.mode'],
    batchSize: config['batch.size'],
    maxRetries: config['flush.max.retries'],
    retryBackoffMs: config['flush.retry.delay.ms'],
    evolution: {
      creates: evolution !== 'none',
      addsColumns: evolution !== 'none',
      widensColumns: evolution === 'widen',
      createKey: 'schema.evolution=basic',
      addKey: 'schema.evolution=basic',
    },
    quotesNames: config['quote.identifiers'],
    hidesValues: false,
    offsetTable: config['exactly.once.table'],
  };
}

function debeziumRows(config: DebeziumSinkConfig): SinkSettings['rows'] {
  const format = newerOf(config['collection.name.format'], config['table.name.format'], '${topic}');
  return {
    keyMode: config['primary.key.mode'],
    keyFields: config['primary.key.fields'],
    deletes: config['delete.enabled'] ? 'apply' : 'ignore',
    truncates: config['truncate.enabled'],
    tableName: collectionNaming(format),
    acceptsField: listedFields(config['field.include.list'], config['field.exclude.list']),
    replacesNull: true,
    plainValueColumn: 'record_value',
    epochFields: [],
    epochUnit: 'microseconds',
  };
}

/** The value of a key that has an older name: the older one counts where only it is given. */
function newerOf(newer: string, older: string, byDefault: string): string {
  return newer === byDefault ? older : newer;
}
