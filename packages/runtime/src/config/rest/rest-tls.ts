import type { SecureContextOptions } from 'node:tls';
import { ConfigError } from '@sluice/connect-api';

/** Under which prefix the settings of listeners stand, if they have any of their own. */
export type RestTlsPrefix = 'listeners.https.' | 'admin.listeners.https.';

/** How HTTPS is spoken: by listeners, and by the worker as the client of others. */
export interface RestTls {
  readonly context: SecureContextOptions;
  /** `ssl.client.auth`: whether who asks has to show a certificate. */
  readonly clientAuth: 'none' | 'requested' | 'required';
  /** As a client: whether the certificate has to be for the host that was asked. */
  readonly checksHost: boolean;
}

/**
 * Reads the stores that the worker's properties name: those with the prefix if there is any, else those without.
 * @throws ConfigError that names the key and the file.
 */
export async function readRestTls(
  properties: Readonly<Record<string, string>>,
  prefix: RestTlsPrefix,
): Promise<RestTls> {
  const own = prefixed(properties, prefix);
  const usedPrefix = own === null ? '' : prefix;
  const used = own ?? properties;
  const clientAuth = clientAuthOf(used, usedPrefix);
  const kafka = await import('@sluice/kafka-client');
  try {
    const settings = kafka.parseTlsSettings(used);
    const checksHost = kafka.checksHost(settings['ssl.endpoint.identification.algorithm']);
    return { context: kafka.secureContextOptions(settings), clientAuth, checksHost };
  } catch (error) {
    throw error instanceof kafka.SettingsError ? refused(error, usedPrefix) : error;
  }
}

/** The keys with the prefix, without it; `null` where there are none. */
function prefixed(
  properties: Readonly<Record<string, string>>,
  prefix: string,
): Readonly<Record<string, string>> | null {
  const own = Object.entries(properties).filter(([key]) => key.startsWith(prefix));
  if (own.length === 0) return null;
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

const choices = ['none', 'requested', 'required'] as const;

function clientAuthOf(properties: Readonly<Record<string, string>>, prefix: string): RestTls['clientAuth'] {
  const text = properties['ssl.client.auth']?.trim() ?? 'none';
  const choice = choices.find((known) => known === text.toLowerCase());
  if (choice !== undefined) return choice;
  const key = `${prefix}ssl.client.auth`;
  throw new ConfigError(
    `Invalid value ${text} for configuration ${key}: String must be one of: required, requested, none`,
    { code: 'CONFIG_VALUE_INVALID', key },
  );
}

/** With the names of keys as the user wrote them. */
function refused(
  error: { readonly issues: readonly { readonly key: string; readonly message: string }[] },
  prefix: string,
): ConfigError {
  const messages = error.issues.map(({ message }) =>
    message.replaceAll(/(?<![\w./])ssl\./g, `${prefix}ssl.`),
  );
  return new ConfigError(messages.join('\n'), {
    code: 'CONFIG_VALUE_INVALID',
    key: `${prefix}${error.issues[0]?.key ?? 'ssl'}`,
    cause: error,
  });
}
