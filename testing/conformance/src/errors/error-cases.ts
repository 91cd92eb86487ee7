import { recordOf, type ErrorCase } from './error-case.ts';

const json = 'org.apache.kafka.connect.json.JsonConverter';
const string = 'org.apache.kafka.connect.storage.StringConverter';
const bytes = 'org.apache.kafka.connect.converters.ByteArrayConverter';

const fileSink = {
  'connector.class': 'FileStreamSink',
  topics: '<topic>',
  file: '<file>',
  'key.converter': string,
  'value.converter': json,
  'value.converter.schemas.enable': 'false',
} as const;

const deadLetters = {
  'errors.deadletterqueue.topic.name': '<letters>',
  'errors.deadletterqueue.topic.replication.factor': '1',
  'errors.deadletterqueue.context.headers.enable': 'true',
} as const;

const tolerant = { 'errors.tolerance': 'all' } as const;
const logged = { 'errors.log.enable': 'true', 'errors.log.include.messages': 'true' } as const;

const reportingSink = {
  'connector.class': 'org.example.errors.ReportingSink',
  topics: '<topic>',
  'key.converter': string,
  'value.converter': string,
} as const;

/** What a sink task itself reports. */
const reports: readonly ErrorCase[] = [
  {
    name: 'records that the task reports, tolerated',
    records: [
      recordOf('good'),
      recordOf('bad one', { key: 'k', headers: { own: '"h"', none: null } }),
      recordOf('good'),
      recordOf('bad two', { timestamp: 5 }),
    ],
    config: { ...reportingSink, ...deadLetters, ...tolerant, ...logged, reports: 'given' },
    until: { task: 'RUNNING', letters: 2, logged: 2 },
  },
  {
    name: 'a record that the task reports, not tolerated',
    records: [recordOf('bad', { key: 'k' }), recordOf('bad too')],
    config: { ...reportingSink, ...deadLetters, ...logged, reports: 'given' },
    until: { task: 'FAILED', letters: 1, logged: 1 },
  },
  {
    name: 'a record that the task has made and reports',
    records: [recordOf('bad', { headers: { own: 'h' } })],
    config: { ...reportingSink, ...deadLetters, ...tolerant, ...logged, reports: 'built' },
    until: { task: 'RUNNING', letters: 1, logged: 1 },
  },
  {
    name: 'a record that the task reports after a transformation moved it',
    records: [recordOf('bad', { key: 'k' })],
    config: {
      ...reportingSink,
      ...deadLetters,
      ...tolerant,
      ...logged,
      reports: 'given',
      transforms: 'route',
      'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.route.regex': '.*',
      'transforms.route.replacement': 'elsewhere',
    },
    until: { task: 'RUNNING', letters: 1, logged: 1 },
  },
  {
    name: 'a record that the task reports to the log only',
    records: [recordOf('bad')],
    config: { ...reportingSink, ...tolerant, 'errors.log.enable': 'true', reports: 'given' },
    until: { task: 'RUNNING', letters: 0, logged: 1 },
  },
  {
    name: 'a record that the task would report if there were anybody to tell',
    records: [recordOf('bad')],
    config: { ...reportingSink, ...tolerant, reports: 'given' },
    until: { task: 'RUNNING', letters: 0, logged: 0 },
  },
];

export const errorCases: readonly ErrorCase[] = [
  ...reports,
  {
    name: 'values that are no JSON, tolerated',
    records: [
      recordOf('{"a":1}'),
      recordOf('{"a":', { key: 'k', headers: { own: '"h"', none: null } }),
      recordOf('\xff\x00', { timestamp: 5 }),
      recordOf('{"a":1}'),
    ],
    config: { ...fileSink, ...deadLetters, ...tolerant, ...logged },
    until: { task: 'RUNNING', letters: 2, logged: 2 },
  },
  {
    name: 'a value that is no JSON, not tolerated',
    records: [recordOf('{"a":1}'), recordOf('nonsense', { key: 'k' }), recordOf('more nonsense')],
    config: { ...fileSink, ...deadLetters, ...logged },
    until: { task: 'FAILED', letters: 1, logged: 1 },
  },
  {
    name: 'a JSON without the schema that is wanted',
    records: [recordOf('{"a":1}', { key: 'k' })],
    config: { ...fileSink, ...deadLetters, ...tolerant, 'value.converter.schemas.enable': 'true' },
    until: { task: 'RUNNING', letters: 1, logged: 0 },
  },
  {
    name: 'a schema of a type that there is not',
    records: [recordOf('{"schema":{"type":"decimal"},"payload":1}')],
    config: { ...fileSink, ...deadLetters, ...tolerant, 'value.converter.schemas.enable': 'true' },
    until: { task: 'RUNNING', letters: 1, logged: 0 },
  },
  {
    name: 'a key that is no JSON',
    records: [recordOf('{"a":1}', { key: '{' })],
    config: {
      ...fileSink,
      ...deadLetters,
      ...tolerant,
      'key.converter': json,
      'key.converter.schemas.enable': 'false',
    },
    until: { task: 'RUNNING', letters: 1, logged: 0 },
  },
  {
    name: 'a header that is no JSON',
    records: [recordOf('{"a":1}', { headers: { bad: '{' } })],
    config: {
      ...fileSink,
      ...deadLetters,
      ...tolerant,
      'header.converter': json,
      'header.converter.schemas.enable': 'false',
    },
    until: { task: 'RUNNING', letters: 1, logged: 0 },
  },
  {
    name: 'a record that a transformation cannot deal with, logged without the record',
    records: [recordOf('"text"', { key: 'k' })],
    config: {
      ...fileSink,
      ...deadLetters,
      ...tolerant,
      'errors.log.enable': 'true',
      transforms: 'insert',
      'transforms.insert.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
      'transforms.insert.static.field': 'f',
      'transforms.insert.static.value': 'v',
    },
    until: { task: 'RUNNING', letters: 1, logged: 1 },
  },
  {
    name: 'a record that moves to another topic before it fails',
    records: [recordOf('"text"')],
    config: {
      ...fileSink,
      ...deadLetters,
      ...tolerant,
      ...logged,
      transforms: 'route,insert',
      'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.route.regex': '.*',
      'transforms.route.replacement': 'elsewhere',
      'transforms.insert.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
      'transforms.insert.static.field': 'f',
      'transforms.insert.static.value': 'v',
    },
    until: { task: 'RUNNING', letters: 1, logged: 1 },
  },
  {
    name: 'a record that was a dead letter before',
    records: [
      recordOf('{', { headers: { '__connect.errors.topic': 'before', '__connect.errors.offset': '7' } }),
    ],
    config: { ...fileSink, ...deadLetters, ...tolerant },
    until: { task: 'RUNNING', letters: 1, logged: 0 },
  },
  {
    name: 'no headers that tell what went wrong',
    records: [recordOf('{', { key: 'k', headers: { own: 'h' } })],
    config: {
      ...fileSink,
      ...deadLetters,
      ...tolerant,
      'errors.deadletterqueue.context.headers.enable': 'false',
    },
    until: { task: 'RUNNING', letters: 1, logged: 0 },
  },
  {
    name: 'tolerated without anybody to tell',
    records: [recordOf('{'), recordOf('{"a":1}')],
    config: { ...fileSink, ...tolerant },
    until: { task: 'RUNNING', letters: 0, logged: 0 },
  },
  {
    name: 'more replicas of dead letters than brokers',
    records: [recordOf('{"a":1}')],
    config: {
      ...fileSink,
      ...deadLetters,
      ...tolerant,
      'errors.deadletterqueue.topic.replication.factor': '3',
    },
    until: { task: 'FAILED', letters: 0, logged: 0 },
  },
  {
    name: 'lines that the converter of a source cannot write, tolerated',
    records: [],
    lines: ['one', 'two'],
    config: {
      'connector.class': 'FileStreamSource',
      topic: '<topic>',
      file: '<file>',
      'value.converter': bytes,
      ...tolerant,
      ...logged,
    },
    until: { task: 'RUNNING', letters: 0, logged: 2 },
  },
  {
    name: 'a line that the converter of a source cannot write, not tolerated',
    records: [],
    lines: ['one'],
    config: {
      'connector.class': 'FileStreamSource',
      topic: '<topic>',
      file: '<file>',
      'value.converter': bytes,
      'errors.log.enable': 'true',
    },
    until: { task: 'FAILED', letters: 0, logged: 1 },
  },
  {
    name: 'lines that Kafka finds too large, tolerated',
    records: [],
    lines: ['x'.repeat(3000), 'small'],
    config: {
      'connector.class': 'FileStreamSource',
      topic: '<topic>',
      file: '<file>',
      'value.converter': string,
      'producer.override.max.request.size': '2000',
      'errors.log.enable': 'true',
      ...tolerant,
    },
    until: { task: 'RUNNING', letters: 0, logged: 1 },
  },
];
