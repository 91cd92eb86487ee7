import { ConfigError, DataError, isStruct, type SinkRecord } from '@sluice/connect-api';

/** The name of the table that a record belongs to, parts between dots. */
export type TableNaming = (record: SinkRecord) => string;

/** What Aiven's sink knows beside a format. */
export interface NamingOptions {
  readonly normalize?: boolean;
  /** As `topic:table`. */
  readonly mapping?: readonly string[];
}

const maxNames = 10_000;

/**
 * Tables named for topics, as Confluent and Aiven do.
 * @throws ConfigError when the mapping is not as it should be.
 */
export function tableNaming(format: string, options: NamingOptions = {}): TableNaming {
  const shown = (topic: string) =>
    options.normalize === true ? topic.replaceAll(/[^A-Za-z0-9_]/g, '_') : topic;
  return byTopic(format, shown, mappedTables(options.mapping ?? []));
}

/** Tables named for topics and for fields of change events, as Debezium does. */
export function collectionNaming(format: string): TableNaming {
  const shown = (topic: string) => topic.replaceAll('.', '_');
  if (!format.includes('${source.')) return byTopic(format, shown, new Map());
  return (record) =>
    format.replaceAll(/\$\{([^}]*)\}/g, (text, name: string) => {
      if (name === 'topic') return shown(record.topic);
      return name.startsWith('source.') ? sourceText(record, name.slice('source.'.length)) : text;
    });
}

function byTopic(format: string, shown: (topic: string) => string, names: Map<string, string>): TableNaming {
  return ({ topic }) => {
    const known = names.get(topic);
    if (known !== undefined) return known;
    const name = format.replaceAll('${topic}', () => shown(topic));
    if (names.size < maxNames) names.set(topic, name);
    return name;
  };
}

function mappedTables(mapping: readonly string[]): Map<string, string> {
  return new Map(
    mapping.map((entry): [string, string] => {
      const [topic = '', table = '', ...more] = entry.split(':');
      if (topic !== '' && table !== '' && more.length === 0) return [topic, table];
      throw new ConfigError(`${entry} is no topic:table`, {
        code: 'CONFIG_VALUE_INVALID',
        key: 'topics.to.tables.mapping',
      });
    }),
  );
}

function sourceText({ value }: SinkRecord, field: string): string {
  const source = isStruct(value) && value.schema.field('source') !== undefined ? value.get('source') : null;
  const text = isStruct(source) && source.schema.field(field) !== undefined ? source.get(field) : null;
  if (typeof text === 'string') return text;
  throw new DataError(`The table is to be named for the field source.${field}, which the record has not`, {
    code: 'RECORD_NOT_A_ROW',
  });
}
