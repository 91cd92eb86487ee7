import type { Admin } from '@sluice/kafka-client';
import {
  internalClientProperties,
  leaderProducerProperties,
} from '../../config/internal-client-properties.ts';
import { internalTopicOf } from '../../config/internal-topics.ts';
import type { InternalStore } from '../../config/internal-client-properties.ts';
import type { PartLog } from '../../logging/worker-log.ts';
import { ConfigStore, type ConfigStoreParts } from '../../stores/config/config-store.ts';
import { openLeaderWriter } from '../../stores/config/open-leader-writer.ts';
import { StatusStore } from '../../stores/status/status-store.ts';
import { TopicOffsetStore } from '../../stores/topic-offset-store.ts';
import type { LogRecords } from '../../stores/topic-log/log-clients.ts';
import { openTopicLog } from '../../stores/topic-log/open-topic-log.ts';
import type { TopicLog } from '../../stores/topic-log/topic-log.ts';
import type { InternalTopic } from '../../topics/internal-topic.ts';

export interface ClusterStoresParts {
  /** The worker's properties with references resolved. */
  readonly worker: Readonly<Record<string, string>>;
  /** Shared by the stores; the caller closes it. */
  readonly admin: Admin;
  readonly log: PartLog;
}

/** The stores of a cluster, still to be started. */
export interface ClusterStores {
  readonly offsets: TopicOffsetStore;
  readonly status: StatusStore;
  readonly newConfig: (onChanges: ConfigStoreParts['onChanges']) => ConfigStore;
}

/** @throws ConfigError when a topic has no name, or a number about it is none. */
export function openClusterStores(parts: ClusterStoresParts): ClusterStores {
  const { worker, log } = parts;
  const topics = {
    offsets: internalTopicOf(worker, 'offsets'),
    statuses: internalTopicOf(worker, 'statuses'),
    configs: internalTopicOf(worker, 'configs'),
  };
  const openLog =
    (store: InternalStore) =>
    (onRecords: (records: LogRecords) => void): Promise<TopicLog> =>
      openLogOf(store, topics[store], { ...parts, onRecords });
  const leader = leaderProducerProperties(worker);
  const { name: configTopic } = topics.configs;
  return {
    offsets: new TopicOffsetStore(topics.offsets.name, openLog('offsets'), log),
    status: new StatusStore({ topic: topics.statuses.name, openLog: openLog('statuses'), log }),
    newConfig: (onChanges) =>
      new ConfigStore({
        topic: configTopic,
        openLog: openLog('configs'),
        leaderWriter: leader && openLeaderWriter(configTopic, leader, log),
        onChanges,
        log,
      }),
  };
}

function openLogOf(
  store: InternalStore,
  topic: InternalTopic,
  {
    worker,
    admin,
    log,
    onRecords,
  }: ClusterStoresParts & { readonly onRecords: (records: LogRecords) => void },
): Promise<TopicLog> {
  return openTopicLog({
    topic,
    properties: internalClientProperties(worker, store),
    admin,
    onRecords,
    log,
  });
}
