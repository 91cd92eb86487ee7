import type { LogSettings } from '../log/log-settings.ts';
import { RequestError } from '../requests/request-error.ts';
import { configProblem, listOf } from './config-key.ts';
import { topicConfigKeys } from './topic-config-keys.ts';

const keysByName = new Map(topicConfigKeys.map((key) => [key.name, key]));

/** What was set for one topic, by property name; all else has its default. */
export type TopicOverrides = Readonly<Record<string, string>>;

/** Throws RequestError for the first property that does not exist or cannot have its value. */
export function checkTopicOverrides(
  configs: readonly { readonly name: string; readonly value: string | null }[],
): TopicOverrides {
  const overrides: Record<string, string> = {};
  for (const { name, value } of configs) {
    const key = keysByName.get(name);
    if (key === undefined) throw new RequestError('INVALID_CONFIG', `Unknown topic config name: ${name}`);
    if (value === null) {
      throw new RequestError('INVALID_CONFIG', `Null value not supported for topic configs: ${name}`);
    }
    const problem = configProblem(key, value);
    if (problem !== null) throw new RequestError('INVALID_CONFIG', problem);
    overrides[name] = value;
  }
  return overrides;
}

/** The configuration of one topic, as the broker goes by it. */
export class TopicConfig {
  readonly overrides: TopicOverrides;
  readonly logSettings: LogSettings;
  readonly maxMessageBytes: number;
  readonly maxTimestampAheadMs: number;

  constructor(overrides: TopicOverrides) {
    this.overrides = overrides;
    this.maxMessageBytes = this.#number('max.message.bytes');
    this.maxTimestampAheadMs = this.#number('message.timestamp.after.max.ms');
    const cleanup = listOf(this.valueOf('cleanup.policy'));
    this.logSettings = {
      segmentBytes: this.#number('segment.bytes'),
      segmentMs: this.#number('segment.ms'),
      retentionMs: this.#number('retention.ms'),
      retentionBytes: this.#number('retention.bytes'),
      deletesOldSegments: cleanup.includes('delete'),
      compacts: cleanup.includes('compact'),
      minDirtyRatio: this.#number('min.cleanable.dirty.ratio'),
      minCompactionLagMs: this.#number('min.compaction.lag.ms'),
      maxCompactionLagMs: this.#number('max.compaction.lag.ms'),
      tombstoneRetentionMs: this.#number('delete.retention.ms'),
      usesLogAppendTime: this.valueOf('message.timestamp.type') === 'LogAppendTime',
    };
  }

  valueOf(name: string): string {
    return this.overrides[name] ?? keysByName.get(name)?.default ?? '';
  }

  #number(name: string): number {
    return Number(this.valueOf(name));
  }
}
