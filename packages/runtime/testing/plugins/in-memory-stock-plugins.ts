import {
  boolean,
  caseInsensitiveOneOf,
  defineConfig,
  defineConverter,
  defineHeaderConverter,
  defineSinkConnector,
  defineSourceConnector,
  int,
  nonEmptyString,
  oneOf,
  string,
  type ConfigDefinition,
} from '@sluice/connect-api';
import { TextConverter } from '../in-memory-converters.ts';

// The keys that the plugins of Apache Kafka have, under their names; they move no data.

const version = '4.3.0';
const file = string({ doc: 'File.', importance: 'high', default: null });

const fileSource = defineSourceConnector({
  className: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  taskClassName: 'org.apache.kafka.connect.file.FileStreamSourceTask',
  version,
  summary: 'Source.',
  config: defineConfig({
    file,
    topic: string({ doc: 'Topic.', importance: 'high', validator: nonEmptyString() }),
    'batch.size': int({ doc: 'Lines.', importance: 'low', default: 2000 }),
  }),
  createTask: () => ({ poll: () => null }),
});

const fileSink = defineSinkConnector({
  className: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  taskClassName: 'org.apache.kafka.connect.file.FileStreamSinkTask',
  version,
  summary: 'Sink.',
  config: defineConfig({ file }),
  createTask: () => ({ put: () => undefined }),
});

const converterType = string({
  doc: 'Use.',
  importance: 'low',
  validator: oneOf('key', 'value', 'header'),
});

const jsonConfig = defineConfig({
  'converter.type': converterType,
  'schemas.enable': boolean({
    doc: 'Schemas.',
    importance: 'high',
    default: true,
    group: 'Schemas',
    orderInGroup: 0,
  }),
  'schemas.cache.size': int({
    doc: 'Cache.',
    importance: 'high',
    default: 1000,
    group: 'Schemas',
    orderInGroup: 1,
  }),
  'schema.content': string({
    doc: 'Schema.',
    importance: 'high',
    default: null,
    group: 'Schemas',
    orderInGroup: 2,
  }),
  'decimal.format': string({
    doc: 'Decimals.',
    importance: 'low',
    default: 'BASE64',
    validator: caseInsensitiveOneOf('NUMERIC', 'BASE64'),
    group: 'Serialization',
    orderInGroup: 0,
  }),
  'replace.null.with.default': boolean({
    doc: 'Nulls.',
    importance: 'low',
    default: true,
    group: 'Serialization',
    orderInGroup: 1,
  }),
});

const stringConfig = defineConfig({
  'converter.type': converterType,
  'converter.encoding': string({ doc: 'Encoding.', importance: 'high', default: 'UTF-8' }),
});

const converters = [
  ...['Boolean', 'ByteArray', 'Double', 'Float', 'Integer', 'Long', 'Short'].map((kind) =>
    converter(
      `org.apache.kafka.connect.converters.${kind}Converter`,
      defineConfig({ 'converter.type': converterType }),
    ),
  ),
  converter('org.apache.kafka.connect.json.JsonConverter', jsonConfig),
  converter('org.apache.kafka.connect.storage.StringConverter', stringConfig),
];

const simpleHeaderConverter = defineHeaderConverter({
  className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  version,
  summary: 'Headers.',
  config: defineConfig({}),
  createHeaderConverter: () => new TextConverter(),
});

function converter(className: string, config: ConfigDefinition): ReturnType<typeof defineConverter> {
  const create = (): TextConverter => new TextConverter();
  const summary = 'Converter.';
  return defineConverter({
    className,
    version,
    summary,
    config,
    createConverter: create,
    createHeaderConverter: create,
  });
}

export const plugins = [fileSource, fileSink, ...converters, simpleHeaderConverter];
