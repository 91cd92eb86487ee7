import {
  HeldWork,
  MeteredHost,
  WorkerMeter,
  type PluginRegistry,
  type TaskHost,
  type WorkerConfig,
} from '@sluice/runtime';

export interface ObservationParts {
  readonly host: TaskHost;
  readonly config: WorkerConfig;
  readonly plugins: PluginRegistry;
  readonly version: { readonly version: string; readonly commit: string };
  readonly kafkaClusterId: string;
}

/** A host whose connectors and tasks are counted, and who tells what was counted. */
export interface Observation {
  readonly host: TaskHost;
  readonly meter: WorkerMeter;
}

/** Has a worker watched. */
export function observe({ host, config, plugins, version, kafkaClusterId }: ObservationParts): Observation {
  const work = new HeldWork({ windows: config.metricWindows, nowMs: () => performance.now() });
  const metered = new MeteredHost({
    host,
    work,
    identify: (spec) => {
      const name = spec.config['connector.class']?.trim() ?? '';
      const version = spec.config['connector.plugin.version'];
      const found = plugins.find(name, ['source', 'sink'], { version });
      const type = found === undefined ? 'unknown' : (found.type as 'source' | 'sink');
      return { className: found?.className ?? name, version: found?.version ?? null, type };
    },
  });
  const context = metricsContext(config.properties, kafkaClusterId);
  return { host: metered, meter: new WorkerMeter({ host: metered, work, version, context }) };
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
