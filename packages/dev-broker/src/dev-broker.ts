import { mkdir } from 'node:fs/promises';
import { apiHandlers } from './apis/handlers.ts';
import type { Broker, BrokerLog } from './broker.ts';
import { ClusterStore } from './cluster-store.ts';
import { openFolderFormat } from './data-folder/folder-format.ts';
import { FolderLock } from './data-folder/folder-lock.ts';
import { GroupCoordinator } from './groups/group-coordinator.ts';
import { GroupStore } from './groups/group-store.ts';
import { startTimer } from './groups/timers.ts';
import { SegmentPool } from './log/segment/segment-pool.ts';
import { Listener } from './network/listener.ts';
import { ProducerIds } from './producer-ids.ts';
import { createDispatch } from './requests/dispatch.ts';
import type { FsyncPolicy } from './storage/disk-file.ts';
import { DiskStorage } from './storage/disk-storage.ts';
import { MemoryStorage } from './storage/memory-storage.ts';
import type { Storage } from './storage/storage.ts';
import { TopicRegistry } from './topics/topic-registry.ts';

const dayMs = 24 * 60 * 60 * 1000;
const housekeepingIntervalMs = 5 * 60 * 1000;

export interface DevBrokerOptions {
  /** The address to listen on. With a wildcard, clients are sent back to the address they came through. Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** The folder for all data, created where missing. Default: null, everything is in memory and ends with the broker. */
  readonly dataDir?: string | null;
  /** `never` survives the end of the process, `always` a power cut too, at the price of a disk flush per write. Default: never. */
  readonly fsync?: FsyncPolicy;
  /** Whether a topic that a client asks for is created. Default: true. */
  readonly autoCreateTopics?: boolean;
  /** Partitions of a topic for which nobody says how many. Default: 1. */
  readonly defaultPartitions?: number;
  /** How long the first rebalance of an empty group waits for more members. Default: 0. */
  readonly groupInitialRebalanceDelayMs?: number;
  /** The shortest session timeout a member may ask for. Default: 6000. */
  readonly groupMinSessionTimeoutMs?: number;
  /** Default: silence. */
  readonly log?: BrokerLog;
}

/** A running broker. */
export interface DevBroker {
  readonly host: string;
  readonly port: number;
  /** What clients take as `bootstrap.servers`. */
  readonly bootstrapServers: string;
  readonly clusterId: string;
  /** Ends all connections, and resolves when everything is written and the folder is free. */
  stop(): Promise<void>;
}

type Settings = Required<DevBrokerOptions>;

const silence: BrokerLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

const defaults: Settings = {
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  fsync: 'never',
  autoCreateTopics: true,
  defaultPartitions: 1,
  groupInitialRebalanceDelayMs: 0,
  groupMinSessionTimeoutMs: 6000,
  log: silence,
};

/**
 * Starts a Kafka of one node in this process, for trying, development and tests. Rejects with what to do about it where
 * the port is taken, or where the folder is in use, of a newer format or damaged.
 */
export async function startDevBroker(options: DevBrokerOptions = {}): Promise<DevBroker> {
  const started = new AsyncDisposableStack();
  try {
    return await start({ ...defaults, ...options }, started);
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

/** Whatever has to be ended with the broker is added to `started`, in the order of its beginning. */
async function start(settings: Settings, started: AsyncDisposableStack): Promise<DevBroker> {
  const storage = await openStorage(settings, started);
  const broker = await openBroker(settings, storage, started);
  const { host } = settings;
  const dispatch = createDispatch(broker, apiHandlers);
  const listener = await Listener.open({ host, port: settings.port, dispatch, log: settings.log });
  started.defer(async () => {
    // Connections first: what waits in groups is for them, and must not come again.
    const closed = listener.close();
    broker.groups.close();
    await closed;
  });
  keepHouse(broker, started);
  const { port } = listener;
  settings.log.info({ host, port, dataDir: settings.dataDir }, 'the dev broker is ready');
  let stopping: Promise<void> | null = null;
  return {
    host,
    port,
    bootstrapServers: `${reachableHost(host)}:${port}`,
    clusterId: broker.clusterId,
    stop: () => (stopping ??= started.disposeAsync()),
  };
}

async function openStorage({ dataDir, fsync }: Settings, started: AsyncDisposableStack): Promise<Storage> {
  if (dataDir === null) return new MemoryStorage();
  await mkdir(dataDir, { recursive: true });
  const lock = await FolderLock.acquire(dataDir);
  started.defer(() => lock.release());
  return new DiskStorage(dataDir, fsync);
}

async function openBroker(
  settings: Settings,
  storage: Storage,
  started: AsyncDisposableStack,
): Promise<Broker> {
  const { log, autoCreateTopics, defaultPartitions } = settings;
  const now = Date.now;
  const { clusterId } = await openFolderFormat(storage);
  const clusterStore = started.adopt(await ClusterStore.open(storage), (store) => store.close());
  const groupStore = started.adopt(await GroupStore.open(storage), (store) => store.close());
  const pool = started.adopt(new SegmentPool(), (open) => open.close());
  const onError = (message: string, error: unknown): void => log.error({ reason: String(error) }, message);
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
  const groups = new GroupCoordinator({
    store: groupStore,
    startTimer,
    now,
    initialRebalanceDelayMs: settings.groupInitialRebalanceDelayMs,
    minSessionTimeoutMs: settings.groupMinSessionTimeoutMs,
    maxSessionTimeoutMs: 30 * 60 * 1000,
    offsetsRetentionMs: 7 * dayMs,
    onError,
  });
  const producerIds = new ProducerIds(clusterStore);
  return { clusterId, autoCreateTopics, defaultPartitions, topics, groups, producerIds, now, log };
}

function keepHouse({ topics, groups, log }: Broker, started: AsyncDisposableStack): void {
  const interval = setInterval(() => {
    Promise.all([topics.keepHouse(), groups.removeExpired()]).catch((error: unknown) =>
      log.error({ reason: String(error) }, 'old data could not be removed'),
    );
  }, housekeepingIntervalMs);
  interval.unref();
  started.defer(() => clearInterval(interval));
}

function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
