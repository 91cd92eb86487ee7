import { readFileSync } from 'node:fs';
import { ConfigError, type ConfigOf } from '@sluice/connect-api';
import type { accessKeys } from './access-keys.ts';

export type AccessConfig = ConfigOf<typeof accessKeys>;

/** The header that says who asks; none where nothing is configured. */
export function authorizationOf(config: AccessConfig): Record<string, string> {
  const user = config['basic.auth.user'];
  const token = config['bearer.token'];
  if (token !== null) return { authorization: `Bearer ${token.reveal()}` };
  if (user === null) return {};
  const password = config['basic.auth.password']?.reveal() ?? '';
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** What an agent for HTTPS is made with. @throws ConfigError when a file cannot be read. */
export function tlsOptions(config: AccessConfig): Record<string, unknown> {
  return {
    ...fileAt('ca', 'tls.ca.file', config),
    ...fileAt('cert', 'tls.cert.file', config),
    ...fileAt('key', 'tls.key.file', config),
    rejectUnauthorized: !config['tls.insecure.skip.verify'],
  };
}

function fileAt(
  option: string,
  key: 'tls.ca.file' | 'tls.cert.file' | 'tls.key.file',
  config: AccessConfig,
): Record<string, Buffer> {
  const file = config[key];
  if (file === null) return {};
  try {
    return { [option]: readFileSync(file) };
  } catch (cause) {
    throw new ConfigError(`The file ${file} of ${key} cannot be read: ${(cause as Error).message}`, {
      code: 'CONFIG_FILE_UNREADABLE',
      cause,
    });
  }
}
