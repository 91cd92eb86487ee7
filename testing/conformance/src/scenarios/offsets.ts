import { step } from '../scenario/scenario.ts';
import type { Json, Scenario, Step } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig, states } from './connectors.ts';

const filename = '<folder>/source.txt';
const file = { filename };

const get = (title: string, name: string, offsets?: Json): Step =>
  step(
    title,
    `GET /connectors/${name}/offsets`,
    offsets === undefined ? {} : { until: { offsets } as unknown as Json },
  );
const reset = (title: string, name: string): Step => step(title, `DELETE /connectors/${name}/offsets`);
const patch = (title: string, name: string, ...offsets: readonly Json[]): Step =>
  step(title, `PATCH /connectors/${name}/offsets`, { json: { offsets } });
const patchText = (title: string, name: string, text: string): Step =>
  step(title, `PATCH /connectors/${name}/offsets`, { text });

export const sourceOffsets: Scenario = {
  name: 'offsets-source',
  steps: [
    get('reads of nobody', 'nobody'),
    reset('resets those of nobody', 'nobody'),
    patch('alters those of nobody', 'nobody', { partition: file, offset: { position: 4 } }),
    patch('alters nothing of nobody', 'nobody'),
    step('creates it', 'PUT /connectors/o/config', { json: sourceConfig }),
    step('it runs', 'GET /connectors/o/status', { until: states('RUNNING', 'RUNNING') }),
    patch('alters while it runs', 'o', { partition: file, offset: { position: 4 } }),
    reset('resets while it runs', 'o'),
    step('pauses it', 'PUT /connectors/o/pause'),
    step('it is paused', 'GET /connectors/o/status', { until: states('PAUSED', 'PAUSED') }),
    patch('alters while it is paused', 'o', { partition: file, offset: { position: 4 } }),
    reset('resets while it is paused', 'o'),
    step('stops it', 'PUT /connectors/o/stop'),
    step('it is stopped', 'GET /connectors/o/status', { until: states('STOPPED') }),
    get('reads where it stopped', 'o', [{ offset: { position: 8 } }]),
    patch('goes back', 'o', { partition: file, offset: { position: 4 } }),
    get('has gone back', 'o'),
    patch('adds another file', 'o', {
      partition: { filename: '/other' },
      offset: { position: 1, extra: [] as unknown as Json },
    }),
    patch('adds a file with more to say', 'o', {
      partition: { filename: '/other', extra: 'x' },
      offset: { position: 1, extra: 'y' },
    }),
    patch('takes that back', 'o', { partition: { extra: 'x', filename: '/other' }, offset: null }),
    get('shows what is left', 'o'),
    patch(
      'names one twice',
      'o',
      { partition: file, offset: { position: 1 } },
      { partition: file, offset: { position: 2 } },
    ),
    get('took the second', 'o'),
    patch('leaves the offset out', 'o', { partition: file }),
    get('has none', 'o'),
    patch('resets what has none', 'o', { partition: file, offset: null }),
    patch('nothing', 'o'),
    patchText('no list', 'o', '{}'),
    patchText('null as list', 'o', '{"offsets":null}'),
    patchText('an empty body', 'o', ''),
    patchText('null as body', 'o', 'null'),
    patchText('a list as body', 'o', '[]'),
    patchText('no JSON', 'o', '{"offsets":'),
    patchText('a field that nobody knows', 'o', '{"offsets":[],"colour":"red"}'),
    patchText('an object as list', 'o', '{"offsets":{}}'),
    patchText('a text in the list', 'o', '{"offsets":["x"]}'),
    patchText('a field that nobody knows in the list', 'o', '{"offsets":[{"partition":{},"colour":1}]}'),
    patchText('a text as partition', 'o', '{"offsets":[{"partition":"x","offset":{"position":1}}]}'),
    patchText('a number as offset', 'o', '{"offsets":[{"partition":{"filename":"x"},"offset":5}]}'),
    patch('no partition', 'o', { offset: { position: 1 } }),
    patch('null as partition', 'o', { partition: null, offset: { position: 1 } }),
    patch('an empty partition', 'o', { partition: {}, offset: { position: 1 } }),
    patch('an empty offset', 'o', { partition: file, offset: {} }),
    patch('another key', 'o', { partition: file, offset: { pos: 1 } }),
    patch('a text as position', 'o', { partition: file, offset: { position: '1' } }),
    patch('null as position', 'o', { partition: file, offset: { position: null } }),
    patch('a fraction as position', 'o', { partition: file, offset: { position: 1.5 } }),
    patchText(
      'a position beyond 64 bits',
      'o',
      `{"offsets":[{"partition":{"filename":"${filename}"},"offset":{"position":9223372036854775808}}]}`,
    ),
    patch('a negative position', 'o', { partition: file, offset: { position: -1 } }),
    patch('a list in the offset', 'o', { partition: file, offset: { position: [1] } }),
    patch('an object in the offset', 'o', { partition: file, offset: { position: { a: 1 } } }),
    patch('a list in the partition', 'o', { partition: { filename: ['x'] }, offset: { position: 1 } }),
    get('nothing of that was stored', 'o'),
    patchText(
      'a fraction of nothing as position',
      'o',
      `{"offsets":[{"partition":{"filename":"${filename}"},"offset":{"position":1.0}}]}`,
    ),
    patchText(
      'the largest position',
      'o',
      `{"offsets":[{"partition":{"filename":"${filename}"},"offset":{"position":9223372036854775807,"d":1.0,"e":1e30,"t":true,"n":null}}]}`,
    ),
    get('shows it', 'o'),
    reset('resets it', 'o'),
    get('is reset', 'o'),
    reset('resets it again', 'o'),
    step('another media type', 'PATCH /connectors/o/offsets', {
      text: '{"offsets":[]}',
      headers: { 'content-type': 'text/plain' },
    }),
    step('another method', 'PUT /connectors/o/offsets', { json: { offsets: [] } }),
    step('all methods', 'OPTIONS /connectors/o/offsets'),
    step('reads from standard input', 'PUT /connectors/o/config', {
      json: { 'connector.class': 'FileStreamSource', topic: '<topic>' },
    }),
    patch('cannot alter where there is no file', 'o', { partition: file, offset: { position: 1 } }),
    reset('cannot reset where there is no file', 'o'),
  ],
};

const zero = { kafka_topic: '<topic>', kafka_partition: 0 };

export const sinkOffsets: Scenario = {
  name: 'offsets-sink',
  steps: [
    step('fills the topic', 'PUT /connectors/f/config', { json: sourceConfig }),
    step('it runs', 'GET /connectors/f/status', { until: states('RUNNING', 'RUNNING') }),
    step('creates the sink', 'PUT /connectors/so/config', { json: sinkConfig }),
    step('the sink runs', 'GET /connectors/so/status', { until: states('RUNNING', 'RUNNING') }),
    patch('alters while it runs', 'so', { partition: zero, offset: { kafka_offset: 1 } }),
    reset('resets while it runs', 'so'),
    step('stops it', 'PUT /connectors/so/stop'),
    step('it is stopped', 'GET /connectors/so/status', { until: states('STOPPED') }),
    patch('goes to a place', 'so', { partition: zero, offset: { kafka_offset: 1 } }),
    get('is there', 'so', [{ offset: { kafka_offset: 1 } }]),
    patch('numbers as texts', 'so', {
      partition: { kafka_topic: '<topic>', kafka_partition: '0', more: 1 },
      offset: { kafka_offset: '+0002', more: 2 },
    }),
    get('took the texts', 'so'),
    patch(
      'names one twice',
      'so',
      { partition: zero, offset: { kafka_offset: 7 } },
      { partition: zero, offset: { kafka_offset: 6 } },
    ),
    get('took the second, beyond the end', 'so'),
    patch('nothing', 'so'),
    patchText('an empty body', 'so', ''),
    patch('no partition', 'so', { offset: { kafka_offset: 1 } }),
    patch('an empty partition', 'so', { partition: {}, offset: { kafka_offset: 1 } }),
    patch('no topic', 'so', { partition: { kafka_partition: 0 }, offset: { kafka_offset: 1 } }),
    patch('no number of a partition', 'so', {
      partition: { kafka_topic: '<topic>' },
      offset: { kafka_offset: 1 },
    }),
    patch('null as topic', 'so', {
      partition: { ...zero, kafka_topic: null },
      offset: { kafka_offset: 1 },
    }),
    patch('null as number', 'so', {
      partition: { ...zero, kafka_partition: null },
      offset: { kafka_offset: 1 },
    }),
    patch('a word as number', 'so', {
      partition: { ...zero, kafka_partition: 'x' },
      offset: { kafka_offset: 1 },
    }),
    patch('a fraction as number', 'so', {
      partition: { ...zero, kafka_partition: 0.5 },
      offset: { kafka_offset: 1 },
    }),
    patchText(
      'a number beyond 32 bits, a fraction of nothing',
      'so',
      '{"offsets":[{"partition":{"kafka_topic":"<topic>","kafka_partition":2147483648.0},"offset":{"kafka_offset":1}}]}',
    ),
    patch('a list as number', 'so', {
      partition: { ...zero, kafka_partition: [0, 'a'] },
      offset: { kafka_offset: 1 },
    }),
    patch('an object as number', 'so', {
      partition: { ...zero, kafka_partition: { a: 1, b: null } },
      offset: { kafka_offset: 1 },
    }),
    patch('a negative number', 'so', {
      partition: { ...zero, kafka_partition: -1 },
      offset: { kafka_offset: 1 },
    }),
    patch('an empty offset', 'so', { partition: zero, offset: {} }),
    patch('the offset of a source', 'so', { partition: zero, offset: { position: 1 } }),
    patch('null as offset of Kafka', 'so', { partition: zero, offset: { kafka_offset: null } }),
    patch('a word as offset', 'so', { partition: zero, offset: { kafka_offset: 'z' } }),
    patch('a fraction as offset', 'so', { partition: zero, offset: { kafka_offset: 1.5 } }),
    patchText(
      'an offset beyond 64 bits',
      'so',
      '{"offsets":[{"partition":{"kafka_topic":"<topic>","kafka_partition":0},"offset":{"kafka_offset":9223372036854775808}}]}',
    ),
    patch('a negative offset', 'so', { partition: zero, offset: { kafka_offset: -1 } }),
    patch('a topic that is not there', 'so', {
      partition: { kafka_topic: '<topic>-not-there', kafka_partition: 0 },
      offset: { kafka_offset: 1 },
    }),
    patch('a topic that cannot be', 'so', {
      partition: { kafka_topic: 'a b', kafka_partition: 0 },
      offset: { kafka_offset: 1 },
    }),
    patch('a number as topic', 'so', {
      partition: { kafka_topic: 5, kafka_partition: 0 },
      offset: { kafka_offset: 1 },
    }),
    patch('a partition that is not there', 'so', {
      partition: { ...zero, kafka_partition: 99 },
      offset: { kafka_offset: 1 },
    }),
    get('nothing of that was stored', 'so'),
    patch('forgets one', 'so', { partition: zero, offset: null }),
    get('has forgotten it', 'so'),
    patch('forgets it again', 'so', { partition: zero }),
    patch('goes to a place again', 'so', { partition: zero, offset: { kafka_offset: 1 } }),
    patch('forgets a topic that is not there', 'so', {
      partition: { kafka_topic: '<topic>-not-there', kafka_partition: 0 },
      offset: null,
    }),
    reset('resets it', 'so'),
    get('is reset', 'so'),
    reset('resets it again', 'so'),
    patch('forgets one of a group that is gone', 'so', { partition: zero, offset: null }),
    patch('begins anew', 'so', { partition: zero, offset: { kafka_offset: 1 } }),
    step('a group of its own', 'PUT /connectors/so/config', {
      json: { ...sinkConfig, 'consumer.override.group.id': '<topic>-own' },
    }),
    get('there is nothing in another group', 'so'),
    patch('goes to a place of that group', 'so', { partition: zero, offset: { kafka_offset: 0 } }),
    get('is there in that group', 'so'),
    reset('resets that group', 'so'),
  ],
};
