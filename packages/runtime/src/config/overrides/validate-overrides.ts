import {
  configInfos,
  validateConfig,
  withIssues,
  type ConfigInfo,
  type ConfigInfos,
  type ConfigIssue,
  type ConfigValue,
} from '@sluice/connect-api';
import type { ConnectorConfig, SubmittedConfig } from '../../herder/herder.ts';
import { propertiesUnder } from '../client-properties.ts';
import { prefixedInfos } from '../prefixed-infos.ts';
import { clientsInUse, type OverriddenClient } from './client-in-use.ts';
import { overridePolicyOf, type OverridePolicy } from './override-policy.ts';
import { settingsIssues } from './settings-issues.ts';

type Properties = Readonly<Record<string, string>>;

/**
 * What validation says of the settings that a connector gives to its clients. A Java worker only reads them by their
 * types, and answers 500 when it cannot; here they are checked as the clients will check them when the task starts.
 */
export async function validateOverrides(
  kind: 'source' | 'sink',
  config: SubmittedConfig,
  worker: Properties,
): Promise<ConfigInfos[]> {
  const policy = overridePolicyOf(worker);
  const given = Object.fromEntries(
    Object.entries(config).filter(([key, value]) => value !== null && !key.endsWith('.override.')),
  ) as ConnectorConfig;
  const infos: ConfigInfos[] = [];
  for (const client of clientsInUse(kind, config)) {
    const settings = propertiesUnder(`${client.role}.override.`, given);
    if (Object.keys(settings).length === 0) continue;
    const issues = await settingsIssues(client.role, { worker, connector: given });
    infos.push(validateClient(client, { settings, policy, issues }));
  }
  return infos;
}

interface Overrides {
  readonly settings: Properties;
  readonly policy: OverridePolicy;
  /** What the client says of its settings. */
  readonly issues: readonly ConfigIssue[];
}

function validateClient({ role, keys }: OverriddenClient, overrides: Overrides): ConfigInfos {
  const { settings, policy, issues } = overrides;
  // Validators see one value only, and the client has its own rules.
  const known = Object.entries(keys)
    .filter(([name]) => Object.hasOwn(settings, name))
    .map(([name, key]) => [name, { ...key, validator: null, dependents: [] }] as const);
  const definition = Object.fromEntries(known);
  const values = [...validateConfig(definition, settings), ...unknownSettings(settings, definition)];
  const unreadable = new Set(values.filter(({ errors }) => errors.length > 0).map(({ name }) => name));
  const checked = withIssues(values, [
    ...refusedSettings(settings, policy),
    ...issues.filter(({ key }) => !unreadable.has(key)),
  ]);
  const infos = configInfos('', definition, checked);
  return prefixedInfos(`${role}.override.`, { ...infos, configs: inOrderOf(settings, infos.configs) });
}

/** In the order of the configuration; what is not in it comes last. */
function inOrderOf(settings: Properties, configs: readonly ConfigInfo[]): ConfigInfo[] {
  const order = new Map(Object.keys(settings).map((name, index) => [name, index]));
  const placeOf = ({ value }: ConfigInfo): number => order.get(value?.name ?? '') ?? order.size;
  return configs.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Settings that no client of Kafka knows: they are let pass, for those that only plugins in a client know. */
function unknownSettings(settings: Properties, definition: object): ConfigValue[] {
  return Object.entries(settings)
    .filter(([name]) => !Object.hasOwn(definition, name))
    .map(([name, value]) => ({ name, value, recommendedValues: [], errors: [], visible: true }));
}

function refusedSettings(settings: Properties, policy: OverridePolicy): ConfigIssue[] {
  return Object.keys(settings)
    .filter((key) => !policy.allows(key))
    .map((key) => ({
      key,
      message: `The '${policy.name}' policy does not allow '${key}' to be overridden in the connector configuration.`,
    }));
}
