import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TargetState } from '../../states.ts';
import { recordedTopics } from '../fixtures/recorded-topics.ts';
import { parseConfigKey } from './config-keys.ts';
import type { ConfigRecord } from './config-record.ts';
import { decodeConfigRecord } from './decode-config-record.ts';
import { encodeConfigRecord } from './encode-config-record.ts';

const decode = (key: string, value: string | null): ReturnType<typeof decodeConfigRecord> =>
  decodeConfigRecord(Buffer.from(key), value === null ? null : Buffer.from(value));
const sessionKey = {
  key: Buffer.from('kCcHXi4NRt/fluw3/5wb6kjKMGfF8FraWZ8e+8/r+Os=', 'base64'),
  algorithm: 'HmacSHA256',
  createdMs: 1_795_348_176_299,
};

// As they stand in the topics of a Java cluster.
const written: readonly (readonly [string, string | null, ConfigRecord])[] = [
  [
    'session-key',
    '{"key":"kCcHXi4NRt/fluw3/5wb6kjKMGfF8FraWZ8e+8/r+Os=","algorithm":"HmacSHA256","creation-timestamp":1795348176299}',
    { kind: 'session-key', sessionKey },
  ],
  [
    'connector-src-a',
    '{"properties":{"connector.class":"FileStreamSource","tasks.max":"1","file":null,"topic":"größe/","name":"src-a"}}',
    {
      kind: 'connector',
      name: 'src-a',
      config: {
        'connector.class': 'FileStreamSource',
        'tasks.max': '1',
        file: null,
        topic: 'größe/',
        name: 'src-a',
      },
    },
  ],
  ['connector-a', null, { kind: 'connector', name: 'a', config: null }],
  [
    'task-src-a-10',
    '{"properties":{"task.class":"T"}}',
    { kind: 'task', id: { connector: 'src-a', task: 10 }, config: { 'task.class': 'T' } },
  ],
  ['commit-src-a', '{"tasks":1}', { kind: 'commit', name: 'src-a', taskCount: 1 }],
  [
    'target-state-a',
    '{"state":"STARTED","state.v2":"STARTED"}',
    { kind: 'target-state', name: 'a', state: 'STARTED' },
  ],
  [
    'target-state-a',
    '{"state":"PAUSED","state.v2":"PAUSED"}',
    { kind: 'target-state', name: 'a', state: 'PAUSED' },
  ],
  [
    'target-state-a',
    '{"state":"PAUSED","state.v2":"STOPPED"}',
    { kind: 'target-state', name: 'a', state: 'STOPPED' },
  ],
  ['target-state-a', null, { kind: 'target-state', name: 'a', state: null }],
  ['tasks-fencing-a', '{"task-count":3}', { kind: 'fenced-tasks', name: 'a', taskCount: 3 }],
  [
    'restart-connector-src-a',
    '{"include-tasks":true,"only-failed":false}',
    { kind: 'restart', restart: { connector: 'src-a', includeTasks: true, onlyFailed: false } },
  ],
  [
    'logger-cluster-org.example',
    '{"level":"DEBUG"}',
    { kind: 'log-level', namespace: 'org.example', level: 'DEBUG' },
  ],
];

describe('a record of the config topic', () => {
  it.each(written)('is written and read as Java does: %s %s', (key, value, record) => {
    expect(encodeConfigRecord(record)).toEqual({ key, value });
    expect(decode(key, value)).toEqual({ record });
  });

  it.each(['java', 'java-exactly-once'])(
    'is read and written byte for byte as by the Java workers of %s',
    (cluster) => {
      const records = recordedTopics(cluster).config;
      expect(records.length).toBeGreaterThan(20);
      const again = records.map(({ key, value }) => {
        const { record } = decode(key, value);
        return record && encodeConfigRecord(record);
      });
      expect(again).toEqual(records.map(({ key, value }) => ({ key, value })));
    },
  );

  it('comes back as it was', () => {
    const name = fc.string({ minLength: 1, maxLength: 12 });
    const config = fc.dictionary(name, fc.option(fc.string()));
    const count = fc.nat();
    const states = fc.option(fc.constantFrom<TargetState>('STARTED', 'PAUSED', 'STOPPED'));
    const records: fc.Arbitrary<ConfigRecord> = fc.oneof(
      fc.record({ kind: fc.constant('connector' as const), name, config: fc.option(config) }),
      fc.record({
        kind: fc.constant('task' as const),
        id: fc.record({ connector: name, task: fc.nat() }),
        config,
      }),
      fc.record({ kind: fc.constant('commit' as const), name, taskCount: count }),
      fc.record({ kind: fc.constant('target-state' as const), name, state: states }),
      fc.record({ kind: fc.constant('fenced-tasks' as const), name, taskCount: count }),
      fc.record({
        kind: fc.constant('restart' as const),
        restart: fc.record({ connector: name, includeTasks: fc.boolean(), onlyFailed: fc.boolean() }),
      }),
      fc.record({ kind: fc.constant('log-level' as const), namespace: name, level: name }),
    );
    fc.assert(
      fc.property(records, (record) => {
        const { key, value } = encodeConfigRecord(record);
        expect(decode(key, value)).toEqual({ record });
      }),
    );
  });

  it.each([
    ['commit-a', '{"tasks":1.0}', 'its tasks is missing or of another type'],
    ['commit-a', '{"tasks":1e2}', 'its tasks is missing or of another type'],
    ['commit-a', '{"tasks":"1"}', 'its tasks is missing or of another type'],
    ['commit-a', '{"tasks":-1}', 'its tasks is negative'],
    ['commit-a', null, 'its value is null'],
    ['task-a-0', null, 'its value is null'],
    ['task-a-x', '{"properties":{}}', 'its key is none that is known'],
    ['task-a', '{"properties":{}}', 'its key is none that is known'],
    [
      'tasks-fencing-a',
      '{"task-count":99999999999999999999}',
      'its task-count is missing or of another type',
    ],
    ['connector-a', '{"properties":[]}', 'its properties are no object'],
    ['connector-a', '{"properties":{"a":"x","n":1}}', 'property n is neither text nor null'],
    ['connector-a', '"text"', 'its value is no object'],
    ['target-state-a', '{"state":"GONE"}', 'its state is missing or of another type'],
    [
      'session-key',
      '{"key":"AA==","algorithm":"HmacSHA256"}',
      'its creation-timestamp is missing or of another type',
    ],
    ['something', '{}', 'its key is none that is known'],
  ])('that says nothing counts all the same: %s %s', (key, value, problem) => {
    expect(decode(key, value)).toEqual({ record: null, problem, isCounted: true });
  });

  it.each(['{"properties":{"password":"secret"', '', '{"a":1}x', '{"a":NaN}'])(
    'that is no JSON does not count, and is not quoted: %s',
    (value) => {
      const problem = 'its value is no JSON';
      expect(decode('connector-a', value)).toEqual({ record: null, problem, isCounted: false });
    },
  );

  it('that is not UTF-8 does not count', () => {
    const value = Buffer.from([0x22, 0xff, 0x22]);
    expect(decodeConfigRecord(Buffer.from('connector-a'), value)).toMatchObject({ isCounted: false });
  });

  it('falls back to the old field where the new one is unknown or missing', () => {
    const stateOf = (value: string): unknown => decode('target-state-a', value);
    for (const value of [
      '{"state":"PAUSED"}',
      '{"state":"PAUSED","state.v2":"NEW"}',
      '{"state":"PAUSED","state.v2":1}',
    ])
      expect(stateOf(value)).toEqual({ record: { kind: 'target-state', name: 'a', state: 'PAUSED' } });
  });

  it('takes a restart without fields for one of the connector only', () => {
    const restart = { connector: 'a', includeTasks: false, onlyFailed: false };
    expect(decode('restart-connector-a', '{"include-tasks":"true"}')).toEqual({
      record: { kind: 'restart', restart },
    });
  });
});

describe('a key of the config topic', () => {
  it.each([
    ['restart-connector-a', { kind: 'restart', name: 'a' }],
    ['connector-commit-x', { kind: 'connector', name: 'commit-x' }],
    ['commit-task-x-1', { kind: 'commit', name: 'task-x-1' }],
    ['tasks-fencing-a', { kind: 'fenced-tasks', name: 'a' }],
    ['task-a-1-2', { kind: 'task', id: { connector: 'a-1', task: 2 } }],
    ['target-state-connector-a', { kind: 'target-state', name: 'connector-a' }],
    ['session-key', { kind: 'session-key' }],
    ['session-key-x', null],
    ['', null],
  ])('is told by its beginning alone: %s', (key, expected) => {
    expect(parseConfigKey(key)).toEqual(expected);
  });
});
