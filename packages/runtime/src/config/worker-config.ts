import { parseConfig, type ConfigOf } from '@sluice/connect-api';
import type { WindowOptions } from '../metrics/statistics/window-options.ts';
import type { HealthLimits } from '../health/judge-progress.ts';
import type { PluginRegistry } from '../plugins/plugin-registry.ts';
import { checkWorkerConverters, resolveConverter } from './converter-choice.ts';
import { overridePolicyOf } from './overrides/override-policy.ts';
import { healthKeys } from './keys/health-keys.ts';
import { standaloneKeys, workerKeys } from './keys/worker-keys.ts';

const standaloneConfig = { ...workerKeys, ...standaloneKeys };

/** What the configuration of a worker of any mode means for connectors and tasks. */
export interface WorkSettings {
  /** The properties with references resolved: options of converters and clients stand among them. */
  readonly properties: Readonly<Record<string, string>>;
  readonly gracefulTimeoutMs: number;
  readonly flushIntervalMs: number;
  readonly flushTimeoutMs: number;
  readonly metricWindows: WindowOptions;
  readonly health: HealthLimits;
}

/** What a worker of any mode was configured with. */
export interface AnyWorkerConfig extends WorkSettings {
  readonly values: ConfigOf<typeof workerKeys>;
}

/** What a standalone worker was configured with. */
export interface WorkerConfig extends WorkSettings {
  readonly values: ConfigOf<typeof standaloneConfig>;
}

/**
 * Reads the properties of a standalone worker.
 * @param plugins - has the converters that may be named; without it every name is good.
 * @throws ConfigError for the first key that is missing or wrong.
 */
export function parseWorkerConfig(
  properties: Readonly<Record<string, string>>,
  plugins?: PluginRegistry,
): WorkerConfig {
  const options = plugins === undefined ? {} : { resolveClass: resolveConverter(plugins) };
  if (plugins !== undefined) checkWorkerConverters(properties, plugins);
  const values = parseConfig(standaloneConfig, properties, options);
  overridePolicyOf(properties);
  return { ...workSettingsOf(properties), values };
}

const workKeys = {
  'task.shutdown.graceful.timeout.ms': workerKeys['task.shutdown.graceful.timeout.ms'],
  'offset.flush.interval.ms': workerKeys['offset.flush.interval.ms'],
  'offset.flush.timeout.ms': workerKeys['offset.flush.timeout.ms'],
  'metrics.sample.window.ms': workerKeys['metrics.sample.window.ms'],
  'metrics.num.samples': workerKeys['metrics.num.samples'],
  ...healthKeys,
};

/**
 * Reads what concerns connectors and tasks from the properties of a worker of any mode.
 * @throws ConfigError when a value is wrong.
 */
export function workSettingsOf(properties: Readonly<Record<string, string>>): WorkSettings {
  const values = parseConfig(workKeys, properties);
  return {
    properties,
    gracefulTimeoutMs: Number(values['task.shutdown.graceful.timeout.ms']),
    flushIntervalMs: Number(values['offset.flush.interval.ms']),
    flushTimeoutMs: Number(values['offset.flush.timeout.ms']),
    metricWindows: {
      windowMs: Math.max(1, Number(values['metrics.sample.window.ms'])),
      windows: values['metrics.num.samples'],
    },
    health: {
      stalledMs: Number(values['sluice.health.stalled.ms']),
      slowMs: Number(values['sluice.health.slow.ms']),
    },
  };
}
