import { ConfigError, defineConfig, list, parseConfig } from '@sluice/connect-api';

/** Decides which settings of its clients a connector may override. */
export interface OverridePolicy {
  /** As messages call it. */
  readonly name: string;
  /** @param setting - by Kafka's own name. */
  allows(setting: string): boolean;
}

/** What a worker with the policy `Allowlist` has beside its other keys. */
export const overridePolicyKeys = defineConfig({
  'connector.client.config.override.allowlist': list({
    doc: 'Settings of clients that connectors may override with `connector.client.config.override.policy=Allowlist`.',
    importance: 'medium',
    default: [],
  }),
});

type Properties = Readonly<Record<string, string>>;

const principalSettings: ReadonlySet<string> = new Set([
  'sasl.jaas.config',
  'sasl.mechanism',
  'security.protocol',
]);

const policies: Readonly<Record<string, (worker: Properties) => OverridePolicy>> = {
  All: () => ({ name: 'All', allows: () => true }),
  None: () => ({ name: 'None', allows: () => false }),
  Principal: () => ({ name: 'Principal', allows: (setting) => principalSettings.has(setting) }),
  Allowlist: (worker) => {
    const values = parseConfig(overridePolicyKeys, worker);
    const settings = new Set(values['connector.client.config.override.allowlist']);
    return { name: 'Allowlist', allows: (setting) => settings.has(setting) };
  },
};

const policyKey = 'connector.client.config.override.policy';

/**
 * The policy of a worker, by an alias or the name of a class of Kafka.
 * @throws ConfigError for any other.
 */
export function overridePolicyOf(worker: Properties): OverridePolicy {
  const written = worker[policyKey]?.trim() ?? 'All';
  const [, alias = written] =
    /^(?:org\.apache\.kafka\.connect\.connector\.policy\.)?(\w+)ConnectorClientConfigOverridePolicy$/.exec(
      written,
    ) ?? [];
  const make = Object.hasOwn(policies, alias) ? policies[alias] : undefined;
  if (make !== undefined) return make(worker);
  const known = Object.keys(policies).join(', ');
  throw new ConfigError(
    `Invalid value ${written} for configuration ${policyKey}: there is no such policy; there are ${known}`,
    { code: 'CONFIG_VALUE_INVALID', key: policyKey },
  );
}
