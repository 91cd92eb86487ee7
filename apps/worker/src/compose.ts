import {
  configResolverOf,
  FileOffsetStore,
  loggerNames,
  MemoryActiveTopics,
  parseWorkerConfig,
  resolveWorkerProperties,
  StandaloneHerder,
  TopicTracking,
  type WorkerLog,
} from '@sluice/runtime';
import { lookUpClusterId } from './kafka-cluster-id.ts';
import { installedPlugins, probeInBackground } from './installed-plugins.ts';
import { observe } from './observation.ts';
import { openRest } from './open-rest.ts';
import {
  connectorOffsets,
  connectVersion,
  newValidator,
  openThreads,
  shown,
  warnOfReporters,
} from './worker-parts.ts';

export interface StandaloneWorkerOptions {
  /** The worker's properties as the user wrote them. */
  readonly properties: Readonly<Record<string, string>>;
  readonly log: WorkerLog;
  /** What `log` writes to, for the logs of task threads; standard output by default. */
  readonly logFd?: number;
}

/** A worker that is up; its connectors are still to be created. */
export interface StandaloneWorker {
  readonly herder: StandaloneHerder;
  /** Where its REST API answers. */
  readonly restUrl: string;
  /** Ends connectors and tasks, commits their offsets, and closes the REST API. */
  stop(): Promise<void>;
}

/**
 * Puts a standalone worker together and starts it.
 * @throws ConnectError saying what keeps it from starting; nothing is left running then.
 */
export async function startStandaloneWorker({
  properties: written,
  log,
  logFd = 1,
}: StandaloneWorkerOptions): Promise<StandaloneWorker> {
  const plugins = installedPlugins(written, log);
  const { config: properties, provided } = await resolveWorkerProperties({
    properties: written,
    plugins,
    log,
  });
  const config = await provided.guard(() => parseWorkerConfig(properties, plugins));
  const resolver = configResolverOf({ properties, plugins, log });
  await provided.guard(() => resolver.start());
  warnOfReporters(config, log);
  const offsets = new FileOffsetStore(config.values['offset.storage.file.filename']);
  await offsets.start();
  const kafkaClusterId = await lookUpClusterId(config, log);
  const rest = await provided.guard(() => openRest(config, { plugins, log }));
  const data = {
    workerProperties: properties,
    cluster: null,
    pluginPackages: plugins.packages,
    logLevel: log.level,
    logFd,
  };
  const threads = openThreads(config, { data, offsets }, log);
  const seen = { config, plugins, version: connectVersion, kafkaClusterId, log };
  const { host, observer, meter } = observe({ host: threads, ...seen });
  const herder = new StandaloneHerder({
    serverInfo: { ...connectVersion, kafkaClusterId },
    workerId: rest.workerId,
    plugins,
    validator: newValidator(config, plugins, { resolver }),
    host,
    offsets: connectorOffsets(host, { worker: properties, store: offsets, resolver, log }),
    health: config.health,
    topics: new TopicTracking(new MemoryActiveTopics(), config.values),
    log: log.child({ logger: loggerNames.herder }),
  });
  meter.care = herder.care;
  rest.attach(shown(herder, config, plugins), observer);
  log.info({ url: rest.url, adminUrl: rest.adminUrl, kafkaClusterId }, 'The worker is up');
  const endProbing = probeInBackground(plugins, log);
  return {
    herder,
    restUrl: rest.url,
    stop: async () => {
      await Promise.all([rest.stop(), herder.stop(), endProbing()]);
      await host.close();
      await offsets.stop();
      await resolver.close();
    },
  };
}
