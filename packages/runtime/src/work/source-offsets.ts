import type { PluginLogger } from '@sluice/connect-api';
import { producerProperties, type ClientProperties } from '../config/client-properties.ts';
import { connectorOffsetsTopic, internalTopicOf } from '../config/internal-topics.ts';
import { offsetsConsumerProperties, type OffsetsClientSource } from '../config/source-client-properties.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import { LazyOffsetStore } from '../stores/lazy-offset-store.ts';
import { LayeredOffsetStore } from '../stores/layered-offset-store.ts';
import type { OffsetStore } from '../stores/offset-store.ts';
import type { LogAdmin } from '../stores/topic-log/log-clients.ts';
import { openTopicLog } from '../stores/topic-log/open-topic-log.ts';
import { TopicOffsetStore } from '../stores/topic-offset-store.ts';
import type { TaskId } from '../states.ts';
import type { InternalTopic } from '../topics/internal-topic.ts';
import type { ClusterSettings } from './cluster-settings.ts';

/** Where the offsets of a source are kept. */
export interface SourceOffsets {
  /** What is read. */
  readonly store: OffsetStore;
  /** The topic that the source reads and writes by itself, if it does. */
  readonly own: TopicOffsetStore | null;
  /** The same in front of the worker's store, if that gets copies. */
  readonly layered: LayeredOffsetStore<TopicOffsetStore> | null;
}

export interface OffsetsChoice {
  readonly worker: Readonly<Record<string, string>>;
  readonly connector: ConnectorConfig;
  /** The task, or the connector itself, which only reads. */
  readonly id: TaskId | { readonly connector: string; readonly task: null };
  readonly cluster: ClusterSettings | null;
  readonly workersStore: OffsetStore;
  readonly log: PluginLogger;
}

/** Whether a source has an offsets store of its own, and so needs an admin client. */
export function hasOwnOffsets({ cluster, connector }: Pick<OffsetsChoice, 'cluster' | 'connector'>): boolean {
  return cluster !== null && (cluster.isExactlyOnce || ownTopicName(connector) !== null);
}

/*
 *  worker          offsets.storage.topic            read and written   copies
 *  standalone      -                                worker's store     -
 *  at least once   not set                          worker's store     -
 *                  set                              own topic          worker's store
 *                  the worker's topic, same Kafka   own clients        -
 *  exactly once    not set                          own clients        -
 *                  set                              own topic          worker's store, unless it is the same
 */
/** Chooses the store of a source's offsets; still to be started. `admin` is needed where it has one of its own. */
export function sourceOffsetsOf(choice: OffsetsChoice, admin: LogAdmin | null): SourceOffsets {
  const { worker, connector, workersStore, log } = choice;
  if (!hasOwnOffsets(choice) || admin === null) return { store: workersStore, own: null, layered: null };
  const workersTopic = internalTopicOf(worker, 'offsets');
  const name = ownTopicName(connector);
  const topic = name === null ? workersTopic : connectorOffsetsTopic(worker, name);
  const own = openStore(topic, choice, admin);
  const isSame = topic.name === workersTopic.name && sameKafka(choice);
  if (name === null || isSame) return { store: own, own, layered: null };
  const layered = new LayeredOffsetStore(own, workersStore, log);
  return { store: layered, own, layered };
}

export interface ConnectorOffsetStore {
  readonly store: OffsetStore;
  /** Ends what is the connector's own. */
  readonly close: () => Promise<void>;
}

/** What a connector reads itself, if ever: opened when it does. */
export function connectorOffsetsOf(
  choice: OffsetsChoice,
  createAdmin: () => Promise<LogAdmin & { close(): Promise<void> }>,
): ConnectorOffsetStore {
  if (!hasOwnOffsets(choice)) return { store: choice.workersStore, close: () => Promise.resolve() };
  const own = new LazyOffsetStore(async () => {
    const admin = await createAdmin();
    const { store } = sourceOffsetsOf(choice, admin);
    return {
      start: () => store.start(),
      get: (keys) => store.get(keys),
      set: (entries) => store.set(entries),
      stop: async () => {
        await store.stop();
        await admin.close();
      },
    };
  });
  return { store: own, close: () => own.stop() };
}

function ownTopicName(connector: ConnectorConfig): string | null {
  const name = connector['offsets.storage.topic']?.trim() ?? '';
  return name === '' ? null : name;
}

function openStore(topic: InternalTopic, choice: OffsetsChoice, admin: LogAdmin): TopicOffsetStore {
  const { worker, connector, id, cluster, log } = choice;
  const owner = id.task === null ? id.connector : `${id.connector}-${id.task}`;
  const source: OffsetsClientSource = { worker, connector, owner };
  const isExactlyOnce = cluster?.isExactlyOnce === true;
  return new TopicOffsetStore(
    topic.name,
    (onRecords) =>
      openTopicLog({
        topic,
        properties: {
          consumer: offsetsConsumerProperties(source, isExactlyOnce, log),
          producer: isExactlyOnce ? null : offsetsProducer(choice),
        },
        admin,
        onRecords,
        log,
      }),
    log,
  );
}

/**
 * With exactly-once delivery the producer of the records writes offsets too. How records are divided among partitions is
 * not for offsets: a compacted topic keeps the last value of a key by partition.
 */
function offsetsProducer({ worker, connector, id }: OffsetsChoice): ClientProperties | null {
  if (id.task === null) return null;
  const all = Object.entries(producerProperties({ worker, connector, id }));
  return Object.fromEntries(all.filter(([key]) => !key.startsWith('partitioner.')));
}

function sameKafka({ worker, connector }: OffsetsChoice): boolean {
  const own = connector['producer.override.bootstrap.servers'] ?? worker['producer.bootstrap.servers'];
  return own === undefined || addresses(own) === addresses(worker['bootstrap.servers'] ?? '');
}

function addresses(servers: string): string {
  const all = servers.split(',').map((server) => server.trim());
  return all.sort().join();
}
