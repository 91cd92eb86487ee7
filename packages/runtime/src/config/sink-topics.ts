import type { ConfigIssue } from '@sluice/connect-api';

/** What a sink reads: names, or a pattern that whole names must match. */
export interface SinkTopics {
  readonly topics: readonly string[];
  readonly regex: string;
}

/** What is wrong with the topics of a sink; each problem concerns both keys. */
export function checkSinkTopics({ topics, regex }: SinkTopics): ConfigIssue[] {
  if (topics.length > 0 && regex !== '') {
    return onBothKeys('topics and topics.regex are mutually exclusive options, but both are set.');
  }
  if (topics.length === 0 && regex === '') return onBothKeys('Must configure one of topics or topics.regex');
  const problem = regex === '' ? null : problemOfPattern(regex);
  return problem === null
    ? []
    : [
        {
          key: 'topics.regex',
          message: `Invalid value ${regex} for configuration topics.regex: Invalid regex: ${problem}`,
        },
      ];
}

/** The topics in the form a consumer takes. */
export function topicSelection({ topics, regex }: SinkTopics): readonly string[] | RegExp {
  return regex === '' ? topics : wholePattern(regex);
}

function onBothKeys(message: string): ConfigIssue[] {
  return [
    { key: 'topics', message },
    { key: 'topics.regex', message },
  ];
}

function problemOfPattern(regex: string): string | null {
  try {
    wholePattern(regex);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function wholePattern(regex: string): RegExp {
  return new RegExp(`^(?:${regex})$`, 'u');
}
