import { mkdir } from 'node:fs/promises';
import { apiHandlers } from './apis/handlers.ts';
import type { Broker } from './broker.ts';
import { ClusterStore } from './cluster-store.ts';
import { openFolderFormat } from './data-folder/folder-format.ts';
import { FolderLock } from './data-folder/folder-lock.ts';
import type { DevBrokerSettings } from './dev-broker-options.ts';
import { Faults } from './faults/faults.ts';
import { Features } from './features.ts';
import { FetchSessions } from './fetch-sessions/fetch-sessions.ts';
import { GroupCoordinator } from './groups/group-coordinator.ts';
import { GroupStore } from './groups/group-store.ts';
import { startTimer } from './groups/timers.ts';
import { SegmentPool } from './log/segment/segment-pool.ts';
import { ProducerIds } from './producer-ids.ts';
import { UserDirectory } from './sasl/user-directory.ts';
import { DiskStorage } from './storage/disk-storage.ts';
import { MemoryStorage } from './storage/memory-storage.ts';
import type { Storage } from './storage/storage.ts';
import { TopicRegistry } from './topics/topic-registry.ts';
import { markerWriter } from './transactions/append-marker.ts';
import { TransactionCoordinator } from './transactions/transaction-coordinator.ts';
import { TransactionStore } from './transactions/transaction-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const now = Date.now;

/** What opening a part of the broker needs. */
interface Opening {
  readonly settings: DevBrokerSettings;
  readonly storage: Storage;
  readonly started: AsyncDisposableStack;
  readonly onError: (message: string, error: unknown) => void;
}

/** Opens all that the broker keeps. Whatever has to be ended with it is added to `started`. */
export async function openBroker(
  settings: DevBrokerSettings,
  started: AsyncDisposableStack,
): Promise<Broker> {
  const { log, autoCreateTopics, defaultPartitions, sasl } = settings;
  const storage = await openStorage(settings, started);
  const onError = (message: string, error: unknown): void => log.error({ reason: String(error) }, message);
  const opening: Opening = { settings, storage, started, onError };
  const { clusterId } = await openFolderFormat(storage);
  const clusterStore = started.adopt(await ClusterStore.open(storage), (store) => store.close());
  const topics = await openTopics(clusterStore, opening);
  const groups = await openGroups(opening);
  const producerIds = new ProducerIds(clusterStore);
  const transactions = await openTransactions({ topics, groups, producerIds }, opening);
  return {
    clusterId,
    autoCreateTopics,
    defaultPartitions,
    topics,
    groups,
    producerIds,
    transactions,
    fetchSessions: new FetchSessions(),
    features: new Features(clusterStore),
    users: new UserDirectory(sasl?.users ?? {}, clusterStore),
    faults: new Faults({
      known: apiHandlers.map(({ name }) => name),
      failable: apiHandlers.filter(({ canRefuse }) => canRefuse).map(({ name }) => name),
    }),
    now,
    log,
  };
}

async function openStorage(
  { dataDir, fsync }: DevBrokerSettings,
  started: AsyncDisposableStack,
): Promise<Storage> {
  if (dataDir === null) return new MemoryStorage();
  await mkdir(dataDir, { recursive: true });
  const lock = await FolderLock.acquire(dataDir);
  started.defer(() => lock.release());
  return new DiskStorage(dataDir, fsync);
}

async function openTopics(
  clusterStore: ClusterStore,
  { settings: { log }, storage, started, onError }: Opening,
): Promise<TopicRegistry> {
  const pool = started.adopt(new SegmentPool(), (open) => open.close());
  const topics = new TopicRegistry(clusterStore, {
    storage,
    pool,
    now,
    producerExpirationMs: dayMs,
    onError,
    onCut: (folder, cutBytes) =>
      log.warn({ folder, cutBytes }, 'an unfinished write at the end of a log was cut off'),
  });
  started.defer(() => topics.close());
  await topics.removeLeftovers();
  return topics;
}

async function openGroups({ settings, storage, started, onError }: Opening): Promise<GroupCoordinator> {
  const store = started.adopt(await GroupStore.open(storage), (open) => open.close());
  return new GroupCoordinator({
    store,
    startTimer,
    now,
    initialRebalanceDelayMs: settings.groupInitialRebalanceDelayMs,
    minSessionTimeoutMs: settings.groupMinSessionTimeoutMs,
    maxSessionTimeoutMs: 30 * 60 * 1000,
    offsetsRetentionMs: 7 * dayMs,
    onError,
  });
}

async function openTransactions(
  { topics, groups, producerIds }: Pick<Broker, 'topics' | 'groups' | 'producerIds'>,
  { settings, storage, started, onError }: Opening,
): Promise<TransactionCoordinator> {
  const store = started.adopt(await TransactionStore.open(storage), (open) => open.close());
  const transactions = new TransactionCoordinator({
    store,
    nextProducerId: () => producerIds.next(),
    writeMarker: markerWriter(topics, now),
    endGroupOffsets: (groupId, { producerId, outcome }) =>
      groups.endTransaction(groupId, producerId, outcome === 'commit'),
    startTimer,
    now,
    maxTimeoutMs: settings.transactionMaxTimeoutMs,
    idExpirationMs: 7 * dayMs,
    onError,
  });
  started.defer(() => transactions.close());
  await transactions.resume();
  return transactions;
}
