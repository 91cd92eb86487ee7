import type { PluginLogger } from '@sluice/connect-api';
import {
  connectorAdminProperties,
  taskTransactionalId,
  transactionalProducerProperties,
} from '../../../config/source-client-properties.ts';
import type { ConfigResolver } from '../../../config/providers/config-resolver.ts';
import { TransactionOffsets } from '../../../source-task/exactly-once/transaction-offsets.ts';
import { partitionsOfAll } from '../../../stores/layered-offset-store.ts';
import type { ListedOffsetStore, OffsetEntry } from '../../../stores/offset-store.ts';
import type { TopicOffsetStore } from '../../../stores/topic-offset-store.ts';
import type { ClusterSettings } from '../../../work/cluster-settings.ts';
import { hasOwnOffsets, sourceOffsetsOf, type SourceOffsets } from '../../../work/source-offsets.ts';
import type { TaskClients } from '../../../work/task-clients.ts';
import type { ConnectorConfig } from '../../herder.ts';
import type { OpenOffsets } from '../../offsets/offset-access.ts';
import { SourceOffsetAccess } from '../../offsets/source-offset-access.ts';

export interface ClusterOffsetsParts {
  /** The worker's properties with references resolved. */
  readonly worker: Readonly<Record<string, string>>;
  readonly cluster: ClusterSettings;
  /** Where the offsets of all sources are that have no topic of their own. */
  readonly store: ListedOffsetStore;
  readonly resolver: Pick<ConfigResolver, 'resolve'>;
  readonly clients: Pick<TaskClients, 'createAdmin' | 'createTransactionalProducer'>;
  /** Opens the offsets of sinks, and of sources whose offsets are in the worker's store. */
  readonly open: OpenOffsets;
  readonly log: PluginLogger;
}

/** Opens the offsets of connectors of a cluster: sources may have a topic of their own, or write in transactions. */
export function openClusterOffsets(parts: ClusterOffsetsParts): OpenOffsets {
  return async (owner) => {
    const { name, type, config } = owner;
    if (type === 'sink' || !hasOwnOffsets({ cluster: parts.cluster, connector: config }))
      return parts.open(owner);
    const { config: connector, provided } = await parts.resolver.resolve(config);
    return provided.guard(() => openSource(name, connector, parts));
  };
}

async function openSource(
  name: string,
  connector: ConnectorConfig,
  parts: ClusterOffsetsParts,
): Promise<SourceOffsetAccess> {
  const { worker, cluster, store: workersStore, clients, log } = parts;
  const admin = await clients.createAdmin(connectorAdminProperties(name, { worker, connector }), log);
  const id = { connector: name, task: 0 };
  const offsets = sourceOffsetsOf({ worker, connector, id, cluster, workersStore, log }, admin);
  const own = offsets.own as TopicOffsetStore;
  const close = async (): Promise<void> => {
    await offsets.store.stop();
    await admin.close();
  };
  try {
    await offsets.store.start();
  } catch (error) {
    await close();
    throw error;
  }
  const write = (entries: readonly OffsetEntry[]): Promise<void> =>
    cluster.isExactlyOnce
      ? writeTransaction({ name, connector, offsets, entries }, parts)
      : offsets.store.set(entries);
  return new SourceOffsetAccess({
    connector: name,
    store: listed(offsets, own, { workersStore, write }),
    close,
  });
}

/** What is listed is what the connector would find: its own offsets, and where there are copies, those of the worker. */
function listed(
  { store, layered }: SourceOffsets,
  own: TopicOffsetStore,
  access: {
    readonly workersStore: ListedOffsetStore;
    readonly write: (entries: readonly OffsetEntry[]) => Promise<void>;
  },
): ListedOffsetStore {
  const stores = layered === null ? [own] : [own, access.workersStore];
  return {
    partitions: (connector) => partitionsOfAll(stores, connector),
    start: () => Promise.resolve(),
    get: (keys) => store.get(keys),
    set: access.write,
    stop: () => Promise.resolve(),
  };
}

const closeTimeoutMs = 10_000;

interface OffsetsToWrite {
  readonly name: string;
  readonly connector: ConnectorConfig;
  readonly offsets: SourceOffsets;
  readonly entries: readonly OffsetEntry[];
}

/** As the first task of the connector would: whoever is that still is kept from writing by it. */
async function writeTransaction(
  { name, connector, offsets, entries }: OffsetsToWrite,
  { worker, cluster, clients, log }: ClusterOffsetsParts,
): Promise<void> {
  const source = { worker, connector, id: { connector: name, task: 0 } };
  const transactionalId = taskTransactionalId(cluster.groupId, name, 0);
  const properties = {
    ...transactionalProducerProperties(source, transactionalId, log),
    'client.id': `connector-offset-producer-${name}`,
  };
  const producer = await clients.createTransactionalProducer(properties, log);
  const writer = new TransactionOffsets({
    connector: name,
    own: offsets.own as TopicOffsetStore,
    layered: offsets.layered,
    producer,
    cancelSignal: new AbortController().signal,
  });
  try {
    await producer.initTransactions();
    await writer.beforeWrite(entries);
    producer.beginTransaction();
    await writer.append(entries);
    await producer.commitTransaction();
    writer.afterCommit(entries);
  } finally {
    await producer.close(closeTimeoutMs);
  }
}
