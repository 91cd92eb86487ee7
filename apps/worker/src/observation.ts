import {
  HeldWork,
  LogTails,
  MeteredHost,
  WorkerMeter,
  type PluginRegistry,
  type TaskHost,
  type AnyWorkerConfig,
  type WorkerLog,
  type WorkerObserver,
} from '@sluice/runtime';

export interface ObservationParts {
  readonly host: TaskHost;
  readonly config: AnyWorkerConfig;
  readonly plugins: PluginRegistry;
  readonly version: { readonly version: string; readonly commit: string };
  readonly kafkaClusterId: string;
  readonly log: WorkerLog;
}

/** A host whose connectors and tasks are counted, and who tells what was counted. */
export interface Observation {
  readonly host: TaskHost;
  readonly observer: WorkerObserver;
  readonly meter: WorkerMeter;
}

/** Has a worker watched. */
export function observe(parts: ObservationParts): Observation {
  const { host, config, plugins, version, kafkaClusterId, log } = parts;
  const work = new HeldWork({ windows: config.metricWindows, nowMs: () => performance.now() });
  const metered = new MeteredHost({
    host,
    work,
    identify: (spec) => {
      const name = spec.config['connector.class']?.trim() ?? '';
      const version = spec.config['connector.plugin.version'];
      const found = plugins.find(name, ['source', 'sink'], { version });
      const type = found === undefined ? 'unknown' : (found.type as 'source' | 'sink');
      if (found !== undefined) log.desk.loggers.ensure(found.className);
      return { className: found?.className ?? name, version: found?.version ?? null, type };
    },
  });
  const context = metricsContext(config.properties, kafkaClusterId);
  const meter = new WorkerMeter({ host: metered, work, version, context });
  const tails = new LogTails();
  log.desk.onWorkLine = (line) => tails.add(line);
  return {
    host: metered,
    meter,
    observer: {
      prometheusText: (naming) => meter.prometheusText(naming),
      lastLines: (connector, task, count) => tails.last(connector, task, count),
      loggers: log.desk.loggers,
      setClusterLevel: null,
    },
  };
}

function metricsContext(
  properties: Readonly<Record<string, string>>,
  kafkaClusterId: string,
): Record<string, string> {
  const prefix = 'metrics.context.';
  const own = Object.entries(properties).filter(([key]) => key.startsWith(prefix));
  const groupId = properties['group.id'];
  return {
    ...Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])),
    'connect.kafka.cluster.id': kafkaClusterId,
    ...(groupId === undefined ? {} : { 'connect.group.id': groupId }),
  };
}
