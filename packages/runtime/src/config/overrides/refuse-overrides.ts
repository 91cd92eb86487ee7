import { ConfigError } from '@sluice/connect-api';
import type { ConnectorConfig } from '../../herder/herder.ts';
import { propertiesUnder } from '../client-properties.ts';
import { clientsInUse } from './client-in-use.ts';
import { overridePolicyOf } from './override-policy.ts';

/**
 * Configurations come from other workers, too, and from before the policy was set: what they override is looked at again
 * when clients are made of it.
 * @throws ConfigError naming all that the worker's policy does not allow.
 */
export function refuseOverrides(
  kind: 'source' | 'sink',
  connector: ConnectorConfig,
  worker: Readonly<Record<string, string>>,
): void {
  const policy = overridePolicyOf(worker);
  const refused = clientsInUse(kind, connector).flatMap(({ role }) =>
    Object.keys(propertiesUnder(`${role}.override.`, connector))
      .filter((setting) => !policy.allows(setting))
      .map((setting) => `${role}.override.${setting}`),
  );
  const [key] = refused;
  if (key === undefined) return;
  throw new ConfigError(
    `Client Config Overrides not allowed [${refused.join(', ')}]: the policy of this worker is ${policy.name}`,
    { code: 'OVERRIDE_NOT_ALLOWED', key },
  );
}
