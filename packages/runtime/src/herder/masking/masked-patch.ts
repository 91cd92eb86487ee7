import { BadRequestError } from '@sluice/connect-api';
import type { IsSecret } from '../../config/secrets/secret-keys.ts';
import type { ConnectorConfig, SubmittedConfig } from '../herder.ts';
import { isMask, maskText, storedValue } from './secret-mask.ts';

/**
 * What a patch changes for somebody who saw the masked configuration: where the mask was left, nothing.
 * @throws BadRequestError where no value is stored that a mask could stand for.
 */
export function changesOf(
  patch: SubmittedConfig,
  stored: ConnectorConfig,
  isSecret: IsSecret,
): SubmittedConfig {
  const changed = Object.entries(patch).filter(([key, text]) => {
    if (!isMask(text) || !isSecret(key)) return true;
    storedValue(key, stored);
    return false;
  });
  return Object.fromEntries(changed);
}

export interface SecretsBefore {
  readonly stored: ConnectorConfig;
  readonly wasSecret: IsSecret;
  readonly willBeSecret: IsSecret;
}

/**
 * Another plugin may not hold for a secret what its predecessor did, and who replaces the plugin alone must not come to
 * see the value.
 * @throws BadRequestError naming the keys.
 */
export function refuseDisclosure(
  patched: ConnectorConfig,
  { stored, wasSecret, willBeSecret }: SecretsBefore,
): void {
  const disclosed = Object.entries(patched)
    .filter(([key, text]) => stored[key] === text && maskText(text) !== text)
    .filter(([key]) => wasSecret(key) && !willBeSecret(key))
    .map(([key]) => key);
  if (disclosed.length === 0) return;
  throw new BadRequestError(
    `The values of ${disclosed.join(', ')} are secrets, and no plugin of the patched configuration would keep them hidden; set them anew or remove them with null`,
    { code: 'CONNECTOR_CONFIG_INVALID' },
  );
}
