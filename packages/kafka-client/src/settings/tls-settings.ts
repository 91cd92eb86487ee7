import type { TlsSettings } from '../connection/tls/store-file.ts';
import { parseSettings, type ClientProperties } from './parse-settings.ts';
import { sslKeys } from './ssl-keys.ts';

/**
 * Reads the `ssl.…` properties alone, for TLS with others than brokers; other properties are not looked at.
 * @throws SettingsError
 */
export function parseTlsSettings(properties: ClientProperties): TlsSettings {
  return parseSettings(properties, { keys: sslKeys, rules: [], silentKeys: new Set() }).settings;
}
