import { describe, expect, it } from 'vitest';
import { RequestError } from '../requests/request-error.ts';
import { configProblem } from './config-key.ts';
import { describeTopicConfig } from './describe-config.ts';
import { topicConfigKeys } from './topic-config-keys.ts';
import { checkTopicOverrides, TopicConfig } from './topic-config.ts';

function problemOf(name: string, value: string | null): string | null {
  try {
    checkTopicOverrides([{ name, value }]);
    return null;
  } catch (error) {
    if (error instanceof RequestError) return error.message;
    throw error;
  }
}

describe('the configuration of a topic', () => {
  it.each(topicConfigKeys.map((key) => [key.name, key] as const))(
    'allows the default of %s',
    (_name, key) => {
      expect(configProblem(key, key.default)).toBeNull();
    },
  );

  it.each([
    ['foo', 'bar', 'Unknown topic config name: foo'],
    ['retention.ms', null, 'Null value not supported for topic configs: retention.ms'],
    ['retention.ms', 'abc', 'Invalid value abc for configuration retention.ms: Not a number of type LONG'],
    ['retention.ms', '', 'Invalid value  for configuration retention.ms: Not a number of type LONG'],
    [
      'retention.ms',
      '9223372036854775808',
      'Invalid value 9223372036854775808 for configuration retention.ms: Not a number of type LONG',
    ],
    ['retention.ms', '9223372036854775807', null],
    ['retention.ms', '-1', null],
    [
      'max.message.bytes',
      '-5',
      'Invalid value -5 for configuration max.message.bytes: Value must be at least 0',
    ],
    [
      'max.message.bytes',
      '2147483648',
      'Invalid value 2147483648 for configuration max.message.bytes: Not a number of type INT',
    ],
    [
      'cleanup.policy',
      'bad',
      'Invalid value bad for configuration cleanup.policy: String must be one of: compact, delete',
    ],
    ['cleanup.policy', 'compact, delete', null],
    [
      'preallocate',
      'yes',
      'Invalid value yes for configuration preallocate: Expected value to be either true or false',
    ],
    ['preallocate', 'TRUE', null],
    [
      'min.cleanable.dirty.ratio',
      '1.5',
      'Invalid value 1.5 for configuration min.cleanable.dirty.ratio: Value must be no more than 1',
    ],
    [
      'min.cleanable.dirty.ratio',
      'x',
      'Invalid value x for configuration min.cleanable.dirty.ratio: Not a number of type DOUBLE',
    ],
    ['message.timestamp.type', 'LogAppendTime', null],
  ])('judges %s=%s as a real broker does', (name, value, problem) => {
    expect(problemOf(name, value)).toBe(problem);
  });

  it('says what its logs go by', () => {
    const config = new TopicConfig({
      'cleanup.policy': 'compact',
      'retention.ms': '5',
      'message.timestamp.type': 'LogAppendTime',
    });
    expect(config.logSettings).toEqual({
      segmentBytes: 134_217_728,
      segmentMs: 604_800_000,
      compacts: true,
      minDirtyRatio: 0.5,
      minCompactionLagMs: 0,
      maxCompactionLagMs: 2 ** 63,
      tombstoneRetentionMs: 86_400_000,
      retentionMs: 5,
      retentionBytes: -1,
      deletesOldSegments: false,
      usesLogAppendTime: true,
    });
    expect(new TopicConfig({ 'cleanup.policy': 'compact,delete' }).logSettings.deletesOldSegments).toBe(true);
  });

  it('is described with where each value comes from', () => {
    const described = describeTopicConfig(new TopicConfig({ 'cleanup.policy': 'compact' }));
    expect(described.find(({ name }) => name === 'cleanup.policy')).toMatchObject({
      value: 'compact',
      configSource: 1,
      synonyms: [
        { name: 'cleanup.policy', value: 'compact', source: 1 },
        { name: 'log.cleanup.policy', value: 'delete', source: 5 },
      ],
    });
    expect(described.find(({ name }) => name === 'retention.ms')).toMatchObject({
      value: '604800000',
      configSource: 5,
      configType: 5,
      synonyms: [],
    });
  });
});
