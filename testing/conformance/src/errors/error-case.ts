import type { RecordToWrite } from '@sluice/testing-services';

/** Records that fail, and the connector that they fail in. In texts `<topic>`, `<letters>`, `<file>` are those of the run. */
export interface ErrorCase {
  readonly name: string;
  /** What is in the topic that a sink reads, base64; empty for sources. */
  readonly records: readonly RecordToWrite[];
  /** Lines of the file that a source reads. */
  readonly lines?: readonly string[];
  readonly config: Readonly<Record<string, string>>;
  /** What is waited for before the outcome is taken. */
  readonly until: {
    readonly task: 'RUNNING' | 'FAILED';
    /** How many records there are in the topic for dead letters. */
    readonly letters: number;
    /** How many failures are logged. */
    readonly logged: number;
  };
}

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** A record of partition 0; texts are bytes, one a character. */
export function recordOf(
  value: string | null,
  more: {
    readonly key?: string;
    readonly headers?: Readonly<Record<string, string | null>>;
    readonly timestamp?: number;
  } = {},
): RecordToWrite {
  const { key, headers = {}, timestamp = 1_700_000_000_123 } = more;
  return {
    partition: 0,
    key: key === undefined ? null : base64(key),
    value: value === null ? null : base64(value),
    headers: Object.entries(headers).map(([name, text]) => [name, text === null ? null : base64(text)]),
    timestamp,
  };
}
