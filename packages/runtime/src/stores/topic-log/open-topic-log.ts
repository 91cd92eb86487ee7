import type { PluginLogger } from '@sluice/connect-api';
import type { ClientProperties, ParsedSettings } from '@sluice/kafka-client';
import { ensureInternalTopic, type InternalTopic } from '../../topics/internal-topic.ts';
import type { LogAdmin, LogRecords } from './log-clients.ts';
import type { Sending } from './sending.ts';
import { TopicLog } from './topic-log.ts';
import { TopicWriter } from './topic-writer.ts';

export interface TopicLogOptions {
  readonly topic: InternalTopic;
  /** What its clients are configured with; without a producer the log is only read. */
  readonly properties: {
    readonly consumer: ClientProperties;
    readonly producer: ClientProperties | null;
  };
  /** Shared by several logs; the caller closes it. */
  readonly admin: LogAdmin;
  /** `default.api.timeout.ms` and `retry.backoff.ms` of the admin client. */
  readonly creation?: { readonly timeoutMs: number; readonly retryDelayMs: number };
  /** See `TopicLogParts`. */
  readonly onRecords: (records: LogRecords) => void;
  readonly log: PluginLogger;
}

const defaultCreation = { timeoutMs: 60_000, retryDelayMs: 100 };

/**
 * A log with clients of its own; still to be started.
 * @throws SettingsError when properties of its clients are wrong.
 */
export async function openTopicLog(options: TopicLogOptions): Promise<TopicLog> {
  const { topic, properties, admin, creation = defaultCreation, onRecords, log } = options;
  const { Consumer, Producer, parseConsumerSettings, parseProducerSettings, worthWarning } =
    await import('@sluice/kafka-client');
  const settingsOf = <S>({ settings, ignoredKeys }: ParsedSettings<S>): S => {
    const keys = worthWarning(ignoredKeys);
    if (keys.length > 0) log.warn({ keys }, 'These client settings have no effect in this version');
    return settings;
  };
  const consumerSettings = settingsOf(parseConsumerSettings(properties.consumer));
  const writer =
    properties.producer === null
      ? null
      : new TopicWriter(
          topic.name,
          new Producer<Sending>(settingsOf(parseProducerSettings(properties.producer)), { log }),
        );
  return new TopicLog({
    topic: topic.name,
    ensureTopic: (signal) => ensureInternalTopic(topic, admin, { ...creation, signal, log }),
    onRecords,
    consumer: new Consumer(consumerSettings, { log }),
    admin,
    writer,
    log,
  });
}
