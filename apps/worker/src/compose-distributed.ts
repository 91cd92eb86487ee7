import type { RequestOptions } from 'node:https';
import { Admin, parseAdminSettings, worthWarning } from '@sluice/kafka-client';
import type { RestServer } from '@sluice/rest-server';
import {
  configResolverOf,
  ConnectorOffsets,
  createKafkaAdmin,
  kafkaClients,
  loggerNames,
  openOffsets,
  parseJavaLevel,
  readRestTls,
  resolveWorkerProperties,
  TopicTracking,
  type Loggers,
  type PartLog,
  type PluginRegistry,
  type TaskHost,
  type ThreadHostOptions,
  type WorkerLog,
} from '@sluice/runtime';
import {
  clusterSettingsOf,
  createWorkerCaller,
  DistributedHerder,
  DistributedWorker,
  fenceProducersOf,
  groupSampler,
  internalAdminProperties,
  openClusterOffsets,
  openClusterStores,
  openGroupClient,
  parseDistributedConfig,
  rebalanceValues,
  TopicActiveTopics,
  WorkerMember,
  type DistributedConfig,
} from '@sluice/runtime/cluster';
import { installedPlugins, probeInBackground } from './installed-plugins.ts';
import { lookUpClusterId } from './kafka-cluster-id.ts';
import { observe } from './observation.ts';
import { openRest } from './open-rest.ts';
import { connectVersion, newValidator, openThreads, shown, warnOfReporters } from './worker-parts.ts';

export interface DistributedWorkerOptions {
  /** The worker's properties as the user wrote them. */
  readonly properties: Readonly<Record<string, string>>;
  readonly log: WorkerLog;
  /** What `log` writes to, for the logs of task threads; standard output by default. */
  readonly logFd?: number;
  /** The worker was started and cannot go on. */
  readonly onFatal: (error: unknown) => void;
}

/** A worker of a cluster whose REST API listens; it is still to join. */
export interface OpenDistributedWorker {
  /** Where its REST API answers. */
  readonly restUrl: string;
  /** Reads the topics of the cluster and joins it. @throws ConnectError saying what keeps it from that. */
  start(): Promise<void>;
  /** Ends connectors and tasks, leaves the group, and closes the REST API. */
  stop(): Promise<void>;
}

/** What is made of the properties before anything is opened. */
interface Configured {
  readonly config: DistributedConfig;
  readonly plugins: PluginRegistry;
  readonly resolver: ReturnType<typeof configResolverOf>;
  /** What must not be seen of the properties. */
  readonly provided: Awaited<ReturnType<typeof resolveWorkerProperties>>['provided'];
}

/**
 * Puts a worker of a cluster together.
 * @throws ConnectError saying what keeps it from being opened; nothing is left running then.
 */
export async function openDistributedWorker(
  options: DistributedWorkerOptions,
): Promise<OpenDistributedWorker> {
  const { log } = options;
  const configured = await configure(options);
  const { config, plugins } = configured;
  warnOfReporters(config, log);
  const kafkaClusterId = await lookUpClusterId(config, log);
  const rest = await configured.provided.guard(() => openRest(config, { plugins, log }));
  const cluster = assemble({ ...options, ...configured, rest, kafkaClusterId });
  return {
    restUrl: rest.url,
    start: async () => {
      await cluster.worker.start();
      log.info({ url: rest.url, kafkaClusterId, group: config.settings.groupId }, 'The worker is up');
      cluster.probe(plugins);
    },
    stop: async () => {
      await Promise.all([rest.stop(), cluster.stop()]);
      await configured.resolver.close();
    },
  };
}

async function configure({ properties: written, log }: DistributedWorkerOptions): Promise<Configured> {
  const plugins = installedPlugins(written, log);
  const { config: properties, provided } = await resolveWorkerProperties({
    properties: written,
    plugins,
    log,
  });
  const config = await provided.guard(() => parseDistributedConfig(properties, plugins));
  const resolver = configResolverOf({ properties, plugins, log });
  await provided.guard(() => resolver.start());
  return { config, plugins, resolver, provided };
}

interface Assembly extends DistributedWorkerOptions, Configured {
  readonly rest: RestServer;
  readonly kafkaClusterId: string;
}

interface AssembledCluster {
  readonly worker: DistributedWorker;
  probe(plugins: PluginRegistry): void;
  stop(): Promise<void>;
}

function assemble(assembly: Assembly): AssembledCluster {
  const { config, plugins, rest, kafkaClusterId, log } = assembly;
  const { properties } = config;
  const admin = sharedAdmin(properties, log);
  const stores = openClusterStores({ worker: properties, admin, log: herderLogOf(log) });
  const threads = openThreads(config, { data: threadData(assembly), offsets: stores.offsets }, log);
  const seen = { config, plugins, version: connectVersion, kafkaClusterId, log };
  const { host, observer, meter } = observe({ host: threads, ...seen });
  const client = groupClient(config, rest, log);
  const worker = newWorker(assembly, { host, stores, client });
  meter.care = worker.care;
  meter.rebalances = () => rebalanceValues(worker);
  const options = { windows: config.metricWindows, nowMs: () => performance.now() };
  meter.clients.push(groupSampler({ client, place: worker.place, options }));
  const setClusterLevel = (name: string, level: string): Promise<void> =>
    worker.config.putLogLevel(name, level);
  rest.attach(shown(new DistributedHerder(worker), config, plugins), { ...observer, setClusterLevel });
  let endProbing = (): Promise<void> => Promise.resolve();
  return {
    worker,
    probe: (probed) => {
      endProbing = probeInBackground(probed, log);
    },
    stop: async () => {
      await Promise.all([worker.stop(), endProbing()]);
      client.close();
      await host.close();
      await admin.close();
    },
  };
}

interface ClusterPieces {
  readonly host: TaskHost;
  readonly stores: ReturnType<typeof openClusterStores>;
  readonly client: ReturnType<typeof openGroupClient>;
}

function newWorker(assembly: Assembly, { host, stores, client }: ClusterPieces): DistributedWorker {
  const { config, plugins, resolver, rest, kafkaClusterId, onFatal } = assembly;
  const { properties, settings } = config;
  const { isExactlyOnce, groupId, mode, heartbeatIntervalMs, maxDelayMs } = settings;
  const log = herderLogOf(assembly.log);
  const { workerId, advertisedUrl: url } = rest;
  return new DistributedWorker({
    serverInfo: { ...connectVersion, kafkaClusterId },
    workerId,
    url,
    settings,
    properties,
    plugins,
    validator: newValidator(config, plugins, { resolver, isExactlyOnce, workerGroupId: groupId }),
    host,
    health: config.health,
    topics: new TopicTracking(new TopicActiveTopics(stores.status), config.values),
    offsets: offsetsOf(assembly, host, stores),
    stores,
    newMember: (hooks) =>
      new WorkerMember({
        client,
        mode,
        url,
        heartbeatIntervalMs,
        maxDelayMs,
        log,
        nowMs: Date.now,
        ...hooks,
      }),
    call: createWorkerCaller(() => callerTls(properties)),
    fenceProducers: fenceProducersOf({
      worker: properties,
      groupId,
      resolver,
      createAdmin: createKafkaAdmin,
      log,
    }),
    setLogLevel: (namespace, level) => setLevel(assembly.log.desk.loggers, namespace, level),
    onFatal,
    log,
  });
}

function offsetsOf(
  { config: { properties: worker }, resolver, log: workerLog }: Assembly,
  host: TaskHost,
  { offsets: store }: ClusterPieces['stores'],
): ConnectorOffsets {
  const log = herderLogOf(workerLog);
  const open = openOffsets({ worker, store, resolver, createAdmin: createKafkaAdmin, log });
  const cluster = clusterSettingsOf(worker);
  const parts = { worker, cluster, store, resolver, clients: kafkaClients, open, log };
  return new ConnectorOffsets({ host, open: openClusterOffsets(parts) });
}

/** Workers speak with each other as the listeners do. */
async function callerTls(properties: DistributedConfig['properties']): Promise<RequestOptions> {
  const { context, checksHost } = await readRestTls(properties, 'listeners.https.');
  return checksHost ? context : { ...context, checkServerIdentity: () => undefined };
}

function herderLogOf(log: WorkerLog): PartLog {
  return log.child({ logger: loggerNames.herder });
}

function threadData({ config, plugins, log, logFd = 1 }: Assembly): ThreadHostOptions['data'] {
  return {
    workerProperties: config.properties,
    cluster: clusterSettingsOf(config.properties),
    pluginPackages: plugins.packages,
    logLevel: log.level,
    logFd,
  };
}

function groupClient(
  { properties, settings }: DistributedConfig,
  { workerId }: RestServer,
  log: WorkerLog,
): ReturnType<typeof openGroupClient> {
  const { groupId, sessionTimeoutMs, rebalanceTimeoutMs, heartbeatIntervalMs } = settings;
  return openGroupClient({
    properties,
    workerId,
    groupId,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    heartbeatIntervalMs,
    log,
  });
}

function sharedAdmin(properties: Readonly<Record<string, string>>, log: WorkerLog): Admin {
  const { settings, ignoredKeys } = parseAdminSettings(internalAdminProperties(properties));
  const keys = worthWarning(ignoredKeys).filter((key) => key !== 'config.providers');
  if (keys.length > 0) log.debug({ keys }, 'These settings are none of the clients of internal topics');
  return new Admin(settings, { log });
}

/** Another worker may know levels that this one does not. */
function setLevel(loggers: Loggers, namespace: string, text: string): void {
  const level = parseJavaLevel(text);
  if (level !== null) loggers.set(namespace, level);
}
