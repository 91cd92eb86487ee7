import { step } from '../scenario/scenario.ts';
import type { Json, Scenario, Step } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig } from './connectors.ts';

type Config = Readonly<Record<string, Json>>;

const jsonConverter = 'org.apache.kafka.connect.json.JsonConverter';
const source = { name: 'a', ...sourceConfig } as const;
const sink = { name: 'a', ...sinkConfig } as const;

function validate(plugin: string): (title: string, config: Config) => Step {
  return (title, config) => step(title, `PUT /connector-plugins/${plugin}/config/validate`, { json: config });
}

const asSource = validate('FileStreamSource');
const asSink = validate('FileStreamSinkConnector');

export const validateSource: Scenario = {
  name: 'validate-source',
  steps: [
    asSource('a good source', source),
    asSource('a source with all its keys', {
      ...source,
      'batch.size': '10',
      'tasks.max': '3',
      'tasks.max.enforce': 'false',
    }),
    asSource('a source without a topic', { name: 'a', 'connector.class': 'FileStreamSource' }),
    asSource('an empty topic', { ...source, topic: '' }),
    asSource('a blank topic', { ...source, topic: '  ' }),
    asSource('a list of topics', { ...source, topic: 'a,b' }),
    asSource('a batch size that is no number', { ...source, 'batch.size': 'many' }),
    asSource('a batch size with a fraction', { ...source, 'batch.size': '2.5' }),
    asSource('a batch size beyond 32 bits', { ...source, 'batch.size': '3000000000' }),
    asSource('a negative batch size', { ...source, 'batch.size': '-1' }),
    asSource('an empty batch size', { ...source, 'batch.size': '' }),
    asSource('null for a key of the connector', { ...source, 'batch.size': null }),
    asSource('null for a key of the framework', { ...source, 'tasks.max': null }),
    asSource('null for a key that nobody knows', { ...source, nobody: null }),
    asSource('a key that nobody knows', { ...source, nobody: 'x' }),
    asSource('no name', { ...sourceConfig }),
    asSource('an empty name', { ...source, name: '' }),
    asSource('no tasks', { ...source, 'tasks.max': '0' }),
    asSource('tasks that are no number', { ...source, 'tasks.max': 'x' }),
    asSource('an empty number of tasks', { ...source, 'tasks.max': '' }),
    asSource('a boolean that is none', { ...source, 'tasks.max.enforce': 'yes' }),
    asSource('error handling', {
      ...source,
      'errors.tolerance': 'all',
      'errors.retry.timeout': '-1',
      'errors.retry.delay.max.ms': '100',
      'errors.log.enable': 'true',
      'errors.log.include.messages': 'true',
    }),
    asSource('error handling that is wrong', {
      ...source,
      'errors.tolerance': 'some',
      'errors.retry.timeout': 'long',
      'errors.retry.delay.max.ms': 'x',
      'errors.log.enable': 'perhaps',
    }),
    asSource('a tolerance in capitals', { ...source, 'errors.tolerance': 'ALL' }),
    asSource('a reload action', { ...source, 'config.action.reload': 'none' }),
    asSource('a reload action that is none', { ...source, 'config.action.reload': 'maybe' }),
    asSource('another class than the path names', sink),
  ],
};

export const validateSink: Scenario = {
  name: 'validate-sink',
  steps: [
    asSink('a good sink', sink),
    asSink('a sink without topics', { name: 'a', 'connector.class': sink['connector.class'] }),
    asSink('empty topics', { ...sink, topics: '' }),
    asSink('an empty item among the topics', { ...sink, topics: 'a,' }),
    asSink('a topic named twice', { ...sink, topics: 'a,a' }),
    asSink('topics with blanks', { ...sink, topics: ' a , b ' }),
    asSink('topics and a pattern', { ...sink, 'topics.regex': 'a.*' }),
    asSink('a pattern', { name: 'a', 'connector.class': sink['connector.class'], 'topics.regex': 'a.*' }),
    asSink('a pattern that is none', {
      name: 'a',
      'connector.class': sink['connector.class'],
      'topics.regex': '*',
    }),
    asSink('an empty pattern', { name: 'a', 'connector.class': sink['connector.class'], 'topics.regex': '' }),
    asSink('the class in the path, the alias in the config', {
      ...sink,
      'connector.class': 'FileStreamSink',
    }),
    validate(sink['connector.class'])('the class in both', sink),
    validate('Sink')('the end of the class in the path', { ...sink, 'connector.class': 'FileStreamSink' }),
    validate(sink['connector.class'])('the alias of the class in the path', {
      ...sink,
      'connector.class': 'FileStreamSink',
    }),
    asSink('everything wrong', {
      'connector.class': 'FileStreamSink',
      'tasks.max': '-3',
      'key.converter': 'x',
      'value.converter': 'y',
      'header.converter': 'z',
      'errors.tolerance': 'x',
    }),
    validate('NoClass')('no class', { name: 'a' }),
    validate('NoSuchClass')('a class that is not there', { name: 'a', 'connector.class': 'NoSuchClass' }),
    validate('FileStreamSink')('an empty config', {}),
  ],
};

export const validateConverters: Scenario = {
  name: 'validate-converters',
  steps: [
    asSource('the JSON converter with defaults', { ...source, 'value.converter': jsonConverter }),
    asSource('the JSON converter with all its options', {
      ...source,
      'value.converter': 'JsonConverter',
      'value.converter.schemas.enable': 'false',
      'value.converter.schemas.cache.size': '5',
      'value.converter.decimal.format': 'NUMERIC',
      'value.converter.replace.null.with.default': 'false',
    }),
    asSource('the JSON converter for keys', {
      ...source,
      'key.converter': jsonConverter,
      'key.converter.schemas.enable': 'false',
    }),
    asSource('schemas.enable that is no boolean', {
      ...source,
      'value.converter': jsonConverter,
      'value.converter.schemas.enable': 'maybe',
    }),
    asSource('a cache size that is no number', {
      ...source,
      'value.converter': jsonConverter,
      'value.converter.schemas.cache.size': 'x',
    }),
    asSource('a decimal format that is none', {
      ...source,
      'value.converter': jsonConverter,
      'value.converter.decimal.format': 'ROMAN',
    }),
    asSource('a decimal format in small letters', {
      ...source,
      'value.converter': jsonConverter,
      'value.converter.decimal.format': 'numeric',
    }),
    asSource('several wrong options', {
      ...source,
      'key.converter': jsonConverter,
      'key.converter.schemas.enable': 'x',
      'value.converter': jsonConverter,
      'value.converter.schemas.enable': 'y',
      'value.converter.decimal.format': 'z',
    }),
    asSource('the string converter with an encoding', {
      ...source,
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter.converter.encoding': 'ISO-8859-1',
    }),
    asSource('the bytes converter for all', {
      ...source,
      'key.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
      'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
    }),
    asSource('the number converters', {
      ...source,
      'key.converter': 'org.apache.kafka.connect.converters.LongConverter',
      'value.converter': 'org.apache.kafka.connect.converters.DoubleConverter',
    }),
    asSource('the simple header converter', {
      ...source,
      'header.converter': 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    }),
    asSource('the JSON converter for headers', {
      ...source,
      'header.converter': jsonConverter,
      'header.converter.schemas.enable': 'x',
    }),
    asSource('a converter that is not there', { ...source, 'key.converter': 'nope' }),
    asSource('a connector as converter', { ...source, 'value.converter': 'FileStreamSink' }),
    asSource('an empty converter', { ...source, 'value.converter': '' }),
    asSource('options without the converter', { ...source, 'value.converter.schemas.enable': 'maybe' }),
    asSink('the JSON converter of a sink', {
      ...sink,
      'value.converter': jsonConverter,
      'value.converter.schemas.enable': 'false',
    }),
  ],
};
