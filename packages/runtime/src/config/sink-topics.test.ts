import { describe, expect, it } from 'vitest';
import { checkSinkTopics, topicSelection } from './sink-topics.ts';

describe('the topics of a sink', () => {
  it.each([
    [['a'], 'b', 'topics and topics.regex are mutually exclusive options, but both are set.'],
    [[], '', 'Must configure one of topics or topics.regex'],
  ])('%j with the pattern "%s" is refused on both keys', (topics, regex, message) => {
    expect(checkSinkTopics({ topics, regex }, '')).toEqual([
      { key: 'topics', message },
      { key: 'topics.regex', message },
    ]);
  });

  it('may be names or a pattern for whole names', () => {
    expect(checkSinkTopics({ topics: ['a'], regex: '' }, '')).toEqual([]);
    expect(checkSinkTopics({ topics: [], regex: 'a|b' }, '')).toEqual([]);
    expect(topicSelection({ topics: ['a'], regex: '' })).toEqual(['a']);
    const pattern = topicSelection({ topics: [], regex: 'a|b' }) as RegExp;
    expect(['a', 'b', 'ab', 'xa'].filter((topic) => pattern.test(topic))).toEqual(['a', 'b']);
  });

  it('must not hold the topic for dead letters', () => {
    const named = { topics: ['a', 'b'], regex: '' };
    expect(checkSinkTopics(named, 'b')).toEqual([
      {
        key: 'topics',
        message:
          "The DLQ topic 'b' may not be included in the list of topics ('topics=[a, b]') consumed by the connector",
      },
    ]);
    const matched = { topics: [], regex: 'a.*' };
    expect(checkSinkTopics(matched, 'abc')).toEqual([
      {
        key: 'topics.regex',
        message:
          "The DLQ topic 'abc' may not be matched by the regex for the topics ('topics.regex=a.*') consumed by the connector",
      },
    ]);
    expect(checkSinkTopics(named, 'c')).toEqual([]);
    expect(checkSinkTopics(matched, 'xabc')).toEqual([]);
  });

  it('are refused when the pattern is none', () => {
    expect(checkSinkTopics({ topics: [], regex: '(' }, '')).toMatchObject([{ key: 'topics.regex' }]);
  });

  it.each([
    ['a\\-b\\_c\\.d', 'a-b_c.d', 'a-b_cxd'],
    ['[a\\-z]+', 'a-z', 'b'],
    ['(?i)orders', 'ORDERS', 'order'],
    ['(?i)a|b', 'B', 'ab'],
    ['(?!a).*b', 'cb', 'ab'],
    ['\\w+\\d', 'a_1', 'a_'],
  ])('may be the Java pattern %s', (regex, matching, other) => {
    expect(checkSinkTopics({ topics: [], regex }, '')).toEqual([]);
    const pattern = topicSelection({ topics: [], regex }) as RegExp;
    expect([pattern.test(matching), pattern.test(other)]).toEqual([true, false]);
  });

  it.each(['a++', '[a&&[b]]', '\\Qa.b\\E', '\\p{Alnum}', '(?x)a', '(a))(b'])(
    'are refused where a pattern would mean something else than in Java: %s',
    (regex) => {
      expect(checkSinkTopics({ topics: [], regex }, '')).toEqual([
        { key: 'topics.regex', message: expect.stringContaining('Invalid regex: ') as string },
      ]);
    },
  );
});
