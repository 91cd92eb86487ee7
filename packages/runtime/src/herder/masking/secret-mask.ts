import { BadRequestError } from '@sluice/connect-api';
import { isReferenceOnly } from '../../config/providers/references.ts';
import { HiddenTexts } from '../../config/secrets/hidden-texts.ts';
import type { IsSecret } from '../../config/secrets/secret-keys.ts';
import type { ConnectorConfig, SubmittedConfig } from '../herder.ts';

/** What stands in place of a secret, as passwords show everywhere. */
const mask = '[hidden]';

/** A configuration as it may be shown: a reference to a secret is none, and stays. */
export function maskSecrets(config: ConnectorConfig, isSecret: IsSecret): ConnectorConfig {
  return Object.fromEntries(
    Object.entries(config).map(([key, text]) => [key, isSecret(key) ? maskText(text) : text]),
  );
}

export function maskText(text: string): string {
  return text === '' || isReferenceOnly(text) ? text : mask;
}

/**
 * What somebody who saw the masked configuration means: where the mask was left, the stored value.
 * @throws BadRequestError where no value is stored.
 */
export function unmaskSecrets(
  submitted: SubmittedConfig,
  stored: ConnectorConfig,
  isSecret: IsSecret,
): SubmittedConfig {
  return Object.fromEntries(
    Object.entries(submitted).map(([key, text]) => {
      return isMask(text) && isSecret(key) ? [key, storedValue(key, stored)] : [key, text];
    }),
  );
}

export function isMask(text: string | null): boolean {
  return text?.trim() === mask;
}

/** @throws BadRequestError where no value is stored that a mask could stand for. */
export function storedValue(key: string, stored: ConnectorConfig): string {
  const value = Object.hasOwn(stored, key) ? stored[key] : undefined;
  if (value !== undefined) return value;
  throw new BadRequestError(
    `The value of ${key} is ${mask}, but none is stored that this could stand for; write the value itself`,
    { code: 'CONNECTOR_CONFIG_INVALID' },
  );
}

/** The secrets of a configuration, for messages that may hold them. */
export function secretTexts(config: SubmittedConfig, isSecret: IsSecret): HiddenTexts {
  const secrets = new HiddenTexts();
  for (const [key, text] of Object.entries(config)) {
    if (text !== null && isSecret(key) && !isReferenceOnly(text)) secrets.add(text, mask);
  }
  return secrets;
}
