import { ConfigError, parseConfig, type ConfigOf } from '@sluice/connect-api';
import type { ConnectProtocolMode } from '../group/protocol/connect-protocol.ts';
import type { DistributedSettings } from '../herder/distributed/distributed-settings.ts';
import type { PluginRegistry } from '../plugins/plugin-registry.ts';
import { checkWorkerConverters, resolveConverter } from './converter-choice.ts';
import { distributedKeys } from './keys/distributed-keys.ts';
import { workerKeys } from './keys/worker-keys.ts';
import { exactlyOnceSupportOf } from './internal-client-properties.ts';
import { overridePolicyOf } from './overrides/override-policy.ts';
import { workSettingsOf, type WorkSettings } from './worker-config.ts';

const distributedConfig = { ...workerKeys, ...distributedKeys };

/** What a worker of a cluster was configured with. */
export interface DistributedConfig extends WorkSettings {
  readonly values: ConfigOf<typeof distributedConfig>;
  readonly settings: DistributedSettings;
}

/**
 * Reads the properties of a worker of a cluster.
 * @param plugins - has the converters that may be named; without it every name is good.
 * @throws ConfigError for the first key that is missing or wrong.
 */
export function parseDistributedConfig(
  properties: Readonly<Record<string, string>>,
  plugins?: PluginRegistry,
): DistributedConfig {
  const options = plugins === undefined ? {} : { resolveClass: resolveConverter(plugins) };
  if (plugins !== undefined) checkWorkerConverters(properties, plugins);
  const values = parseConfig(distributedConfig, properties, options);
  overridePolicyOf(properties);
  refuseContradictions(values);
  return { ...workSettingsOf(properties), values, settings: settingsOf(values, properties) };
}

function settingsOf(
  values: DistributedConfig['values'],
  properties: Readonly<Record<string, string>>,
): DistributedSettings {
  return {
    groupId: values['group.id'],
    mode: values['connect.protocol'].toLowerCase() as ConnectProtocolMode,
    sessionTimeoutMs: values['session.timeout.ms'],
    heartbeatIntervalMs: values['heartbeat.interval.ms'],
    rebalanceTimeoutMs: values['rebalance.timeout.ms'],
    maxDelayMs: values['scheduled.rebalance.max.delay.ms'],
    syncTimeoutMs: values['worker.sync.timeout.ms'],
    unsyncBackoffMs: values['worker.unsync.backoff.ms'],
    keys: {
      algorithm: values['inter.worker.key.generation.algorithm'],
      bits: values['inter.worker.key.size'],
      ttlMs: values['inter.worker.key.ttl.ms'],
    },
    signatureAlgorithm: values['inter.worker.signature.algorithm'],
    verificationAlgorithms: values['inter.worker.verification.algorithms'],
    isExactlyOnce: exactlyOnceSupportOf(properties) === 'enabled',
  };
}

function refuseContradictions(values: DistributedConfig['values']): void {
  const { 'heartbeat.interval.ms': beat, 'session.timeout.ms': session } = values;
  if (beat >= session) {
    throw new ConfigError(
      `Invalid value ${beat} for configuration heartbeat.interval.ms: must be lower than session.timeout.ms, which is ${session}`,
      { code: 'CONFIG_VALUE_INVALID', key: 'heartbeat.interval.ms' },
    );
  }
  const algorithm = values['inter.worker.signature.algorithm'];
  if (values['inter.worker.verification.algorithms'].includes(algorithm)) return;
  throw new ConfigError(
    `Invalid value ${algorithm} for configuration inter.worker.signature.algorithm: Signature algorithm must be present in inter.worker.verification.algorithms list`,
    { code: 'CONFIG_VALUE_INVALID', key: 'inter.worker.signature.algorithm' },
  );
}
