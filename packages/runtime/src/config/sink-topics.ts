import { formatInvalidConfigValue, type ConfigIssue } from '@sluice/connect-api';
import { wholePattern } from './whole-pattern.ts';

/** What a sink reads: names, or a pattern that whole names must match. */
export interface SinkTopics {
  readonly topics: readonly string[];
  readonly regex: string;
}

/**
 * What is wrong with the topics of a sink.
 * @param deadLetters - the topic for what it cannot process, which it must not read; empty for none.
 */
export function checkSinkTopics({ topics, regex }: SinkTopics, deadLetters: string): ConfigIssue[] {
  return [
    ...problemOfPattern(regex),
    ...problemOfChoice(topics.length > 0, regex !== ''),
    ...(deadLetters === '' ? [] : problemOfDeadLetters({ topics, regex }, deadLetters)),
  ];
}

/** The topics in the form a consumer takes. */
export function topicSelection({ topics, regex }: SinkTopics): readonly string[] | RegExp {
  return regex === '' ? topics : wholePattern(regex);
}

function problemOfChoice(hasTopics: boolean, hasRegex: boolean): ConfigIssue[] {
  if (hasTopics !== hasRegex) return [];
  const message = hasTopics
    ? 'topics and topics.regex are mutually exclusive options, but both are set.'
    : 'Must configure one of topics or topics.regex';
  return [
    { key: 'topics', message },
    { key: 'topics.regex', message },
  ];
}

function problemOfDeadLetters({ topics, regex }: SinkTopics, deadLetters: string): ConfigIssue[] {
  if (topics.includes(deadLetters)) {
    const message = `The DLQ topic '${deadLetters}' may not be included in the list of topics ('topics=[${topics.join(', ')}]') consumed by the connector`;
    return [{ key: 'topics', message }];
  }
  if (regex === '' || problemOfPattern(regex).length > 0 || !wholePattern(regex).test(deadLetters)) return [];
  const message = `The DLQ topic '${deadLetters}' may not be matched by the regex for the topics ('topics.regex=${regex}') consumed by the connector`;
  return [{ key: 'topics.regex', message }];
}

function problemOfPattern(regex: string): ConfigIssue[] {
  const key = 'topics.regex';
  try {
    wholePattern(regex);
    return [];
  } catch (error) {
    const reason = `Invalid regex: ${(error as Error).message}`;
    return [{ key, message: formatInvalidConfigValue({ key, value: regex, reason }) }];
  }
}
