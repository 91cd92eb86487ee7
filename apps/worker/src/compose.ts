import { startRestServer, type RestServer } from '@sluice/rest-server';
import {
  configResolverOf,
  ConnectorValidator,
  FileOffsetStore,
  MaskingHerder,
  parseWorkerConfig,
  resolveWorkerProperties,
  StandaloneHerder,
  ThreadHost,
  type ThreadHostOptions,
  unusedWorkerKeys,
  type WorkerConfig,
  type WorkerLog,
} from '@sluice/runtime';
import { lookUpClusterId } from './kafka-cluster-id.ts';
import { installedPlugins, probeInBackground } from './installed-plugins.ts';
import { observe } from './observation.ts';

/** The version of Kafka Connect that this worker stands in for. */
const connectVersion = { version: '4.3.0', commit: 'a9ce3221537b8653' } as const;

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
  warnOfUnusedKeys(config, log);
  const offsets = new FileOffsetStore(config.values['offset.storage.file.filename']);
  await offsets.start();
  const kafkaClusterId = await lookUpClusterId(config, log);
  const rest = await openRest(config, log);
  const threads = openThreads(config, {
    data: {
      workerProperties: properties,
      cluster: null,
      pluginPackages: plugins.packages,
      logLevel: log.level,
      logFd,
    },
    offsets,
    log,
  });
  const { host, meter } = observe({
    host: threads,
    config,
    plugins,
    version: connectVersion,
    kafkaClusterId,
  });
  const herder = new StandaloneHerder({
    serverInfo: { ...connectVersion, kafkaClusterId },
    workerId: rest.workerId,
    plugins,
    validator: new ConnectorValidator(
      plugins,
      { ...properties, 'header.converter': config.values['header.converter'] },
      { resolver },
    ),
    host,
    log,
  });
  rest.attach(config.values['sluice.rest.mask.secrets'] ? new MaskingHerder(herder, plugins) : herder, meter);
  log.info({ url: rest.url, kafkaClusterId }, 'The worker is up');
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

function openRest({ values }: WorkerConfig, log: WorkerLog): Promise<RestServer> {
  return startRestServer({
    listeners: values.listeners,
    advertisedHost: values['rest.advertised.host.name'],
    advertisedPort: values['rest.advertised.port'],
    log,
  });
}

function openThreads(
  { gracefulTimeoutMs }: WorkerConfig,
  parts: Pick<ThreadHostOptions, 'data' | 'offsets' | 'log'>,
): ThreadHost {
  return new ThreadHost({ ...parts, gracefulTimeoutMs });
}

function warnOfUnusedKeys({ properties }: WorkerConfig, log: WorkerLog): void {
  const keys = unusedWorkerKeys(properties);
  if (keys.length > 0) log.warn({ keys }, 'These worker settings have no effect in this version');
  const reporters = properties['metric.reporters']?.trim() ?? '';
  if (reporters !== '') {
    log.warn(
      { reporters },
      'Metric reporters are classes of Java and cannot be loaded; the same metrics are at GET /metrics, for Prometheus',
    );
  }
}
