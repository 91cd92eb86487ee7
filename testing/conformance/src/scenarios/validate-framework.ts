import { step } from '../scenario/scenario.ts';
import type { Json, Scenario, Step } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig } from './connectors.ts';

type Config = Readonly<Record<string, Json>>;

const json = 'org.apache.kafka.connect.json.JsonConverter';

function asSource(title: string, config: Config): Step {
  const body = { name: 'a', ...sourceConfig, ...config };
  return step(title, 'PUT /connector-plugins/FileStreamSource/config/validate', { json: body });
}

function asSink(title: string, config: Config): Step {
  const body = { name: 'a', ...sinkConfig, ...config };
  return step(title, 'PUT /connector-plugins/FileStreamSink/config/validate', { json: body });
}

export const validateTopicCreation: Scenario = {
  name: 'validate-topic-creation',
  steps: [
    asSource('topics created by default settings', {
      'topic.creation.default.replication.factor': '1',
      'topic.creation.default.partitions': '3',
      'topic.creation.default.cleanup.policy': 'compact',
    }),
    asSource('a group of topics', {
      'topic.creation.groups': 'g',
      'topic.creation.default.replication.factor': '-1',
      'topic.creation.default.partitions': '-1',
      'topic.creation.g.include': 'a.*, b',
      'topic.creation.g.exclude': 'ab',
      'topic.creation.g.partitions': '2',
    }),
    asSource('a group named twice', { 'topic.creation.groups': 'g,g' }),
    asSource('a replication factor of 0', {
      'topic.creation.default.replication.factor': '0',
      'topic.creation.default.partitions': '1',
    }),
    asSource('partitions that are no number', {
      'topic.creation.default.replication.factor': '1',
      'topic.creation.default.partitions': 'x',
    }),
    asSource('no default for topics created', {
      'topic.creation.groups': 'g',
      'topic.creation.g.include': 'a',
    }),
    asSource('a pattern of topics that is none', {
      'topic.creation.groups': 'g',
      'topic.creation.default.replication.factor': '1',
      'topic.creation.default.partitions': '1',
      'topic.creation.g.include': '[x',
    }),
    asSource('null for groups of topics', { 'topic.creation.groups': null }),
    asSource('no groups of topics', { 'topic.creation.groups': '' }),
  ],
};

export const validateExactlyOnce: Scenario = {
  name: 'validate-exactly-once',
  steps: [
    asSource('exactly once requested', { 'exactly.once.support': 'REQUESTED' }),
    asSource('exactly once required', { 'exactly.once.support': 'required' }),
    asSource('exactly once, perhaps', { 'exactly.once.support': 'perhaps' }),
    asSource('boundaries by interval', {
      'transaction.boundary': 'interval',
      'transaction.boundary.interval.ms': '1000',
    }),
    asSource('boundaries in capitals', { 'transaction.boundary': 'POLL' }),
    asSource('boundaries by the connector', { 'transaction.boundary': 'connector' }),
    asSource('boundaries that are none', { 'transaction.boundary': 'record' }),
    asSource('an interval of 0', { 'transaction.boundary.interval.ms': '0' }),
    asSource('a negative interval', { 'transaction.boundary.interval.ms': '-1' }),
    asSource('an interval that is no number', { 'transaction.boundary.interval.ms': 'x' }),
    asSource('null for an interval', { 'transaction.boundary.interval.ms': null }),
    asSource('an offsets topic', { 'offsets.storage.topic': 'my-offsets' }),
    asSource('an empty offsets topic', { 'offsets.storage.topic': '' }),
    asSource('null for an offsets topic', { 'offsets.storage.topic': null }),
    asSource('everything wrong about exactly once', {
      'exactly.once.support': '',
      'transaction.boundary': '',
      'transaction.boundary.interval.ms': '',
      'offsets.storage.topic': ' ',
    }),
    asSink('keys of sources in a sink', { 'exactly.once.support': 'perhaps', 'offsets.storage.topic': '' }),
  ],
};

export const validateDeadLetters: Scenario = {
  name: 'validate-dead-letters',
  steps: [
    asSink('a dead letter queue', { 'errors.deadletterqueue.topic.name': 'letters' }),
    asSink('a dead letter queue with all its keys', {
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'letters',
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'true',
    }),
    asSink('keys of a dead letter queue that is not used', {
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'TRUE',
    }),
    asSink('a dead letter queue among the topics', {
      topics: 'a,b',
      'errors.deadletterqueue.topic.name': 'b',
    }),
    asSink('a dead letter queue that the pattern matches', {
      topics: '',
      'topics.regex': 'a.*',
      'errors.deadletterqueue.topic.name': 'abc',
    }),
    asSink('a dead letter queue that the pattern matches in part', {
      topics: '',
      'topics.regex': 'a',
      'errors.deadletterqueue.topic.name': 'abc',
    }),
    asSink('a dead letter queue of a sink without topics', {
      topics: '',
      'errors.deadletterqueue.topic.name': 'b',
    }),
    asSink('wrong keys of a dead letter queue', {
      'errors.deadletterqueue.topic.replication.factor': '40000',
      'errors.deadletterqueue.context.headers.enable': 'maybe',
    }),
    asSink('a replication factor of a dead letter queue of 0', {
      'errors.deadletterqueue.topic.replication.factor': '0',
    }),
    asSink('null for a dead letter queue', { 'errors.deadletterqueue.topic.name': null }),
    asSource('a dead letter queue of a source', { 'errors.deadletterqueue.topic.name': 'b' }),
  ],
};

export const validateVersions: Scenario = {
  name: 'validate-versions',
  steps: [
    asSource('the version of the connector', { 'connector.plugin.version': '4.3.0' }),
    asSource('a range with the version of the connector', { 'connector.plugin.version': '[4.0,5.0)' }),
    asSource('the latest version of the connector', { 'connector.plugin.version': 'latest' }),
    asSource('a version of the connector that is none', { 'connector.plugin.version': '[x' }),
    asSource('null for the version of the connector', { 'connector.plugin.version': null }),
    asSource('a converter and its version', {
      'key.converter': json,
      'key.converter.plugin.version': '4.3.0',
      'key.converter.schemas.enable': 'false',
    }),
    asSource('a version of the converter that is not there', {
      'value.converter': json,
      'value.converter.plugin.version': '9.9',
      'value.converter.schemas.enable': 'x',
    }),
    asSource('a version of the header converter that is not there', {
      'header.converter': 'SimpleHeaderConverter',
      'header.converter.plugin.version': '(,1.0]',
    }),
    asSource('the latest version of the converter', {
      'value.converter': json,
      'value.converter.plugin.version': 'latest',
    }),
    asSource('a version without its converter', { 'value.converter.plugin.version': '9.9' }),
    asSource('a version of a converter that is none', {
      'value.converter': json,
      'value.converter.plugin.version': '[1.0',
    }),
    asSource('a version of a converter that is not there at all', {
      'value.converter': 'nope',
      'value.converter.plugin.version': '4.3.0',
    }),
    asSource('an empty version of a converter', {
      'value.converter': json,
      'value.converter.plugin.version': '',
    }),
    asSource('null for the version of a converter', {
      'value.converter': json,
      'value.converter.plugin.version': null,
    }),
    asSource('a converter given as null', { 'value.converter': null }),
    asSource('a converter with a version of its own', {
      'header.converter': 'org.apache.kafka.connect.storage.StringConverter',
    }),
    asSink('the version of a sink', { 'connector.plugin.version': '[4.3.0]' }),
    asSource('an empty version of the connector', { 'connector.plugin.version': '' }),
    asSource('a version of the connector that is not there', { 'connector.plugin.version': '9.9' }),
  ],
};
