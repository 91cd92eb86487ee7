import { fileURLToPath } from 'node:url';
import type { ClientSettings } from '../../../settings/client-settings.ts';
import { parseSettings } from '../../../settings/parse-settings.ts';
import { Password } from '../../../settings/password.ts';
import { tokenEndpointHandlers } from '../../../settings/sasl-keys.ts';
import { invalidValue, missingValue, SettingsError } from '../../../settings/settings-error.ts';
import { sslKeys } from '../../../settings/ssl-keys.ts';
import { readClientIdentity } from '../../tls/key-store.ts';
import { readTrustedCertificates } from '../../tls/trust-store.ts';
import { SaslError } from '../sasl-exchange.ts';
import { readJwt, type BearerToken, type TokenSource } from './bearer-token.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { unsecuredTokens } from './unsecured-token.ts';

type Options = Readonly<Record<string, string>>;

const endpointKey = 'sasl.oauthbearer.token.endpoint.url';
const defaultTimeoutMs = 10_000;

/**
 * Where the settings say that tokens come from: an endpoint, a file, or made without a signature when no endpoint is
 * named.
 * @throws SettingsError
 */
export function tokenSource(settings: ClientSettings, options: Options): TokenSource {
  const endpoint = settings[endpointKey];
  const handler: string | null = settings['sasl.login.callback.handler.class'];
  if (endpoint !== null) return sourceAt(endpoint, settings, options);
  if (tokenEndpointHandlers.some((known) => known === handler)) {
    throw new SettingsError([missingValue(endpointKey)]);
  }
  return unsecuredTokens(options);
}

function sourceAt(endpoint: string, settings: ClientSettings, options: Options): TokenSource {
  const url = URL.parse(endpoint);
  if (url?.protocol === 'file:') return { fetch: () => tokenInFile(fileURLToPath(url)) };
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new SettingsError([
      invalidValue(endpointKey, endpoint, 'Must be a URL with https:, http: or file:'),
    ]);
  }
  return tokenEndpoint({
    url,
    ...clientCredentials(settings, options),
    scope: settings['sasl.oauthbearer.scope'] ?? options['scope'] ?? null,
    urlencode: settings['sasl.oauthbearer.header.urlencode'],
    tls: endpointTls(options),
    timeoutMs: timeoutOf(settings),
    retryBackoffMs: settings['sasl.login.retry.backoff.ms'],
    retryForMs: settings['sasl.login.retry.backoff.max.ms'],
  });
}

async function tokenInFile(path: string): Promise<BearerToken> {
  const { readFile } = await import('node:fs/promises');
  try {
    return readJwt(await readFile(path, 'utf8'));
  } catch (error) {
    throw new SaslError(
      `the token in ${path} cannot be used: ${(error as Error).message}; check ${endpointKey}`,
    );
  }
}

/** By the names of Kafka 4.1 and later, else by the options of the login module. */
function clientCredentials(
  settings: ClientSettings,
  options: Options,
): { clientId: string; clientSecret: Password } {
  const idKey = 'sasl.oauthbearer.client.credentials.client.id';
  const secretKey = 'sasl.oauthbearer.client.credentials.client.secret';
  const clientId = settings[idKey] ?? options['clientId'];
  const secret = options['clientSecret'];
  const clientSecret = settings[secretKey] ?? (secret === undefined ? null : new Password(secret));
  if (clientId === undefined) throw new SettingsError([missingValue(idKey)]);
  if (clientSecret === null) throw new SettingsError([missingValue(secretKey)]);
  return { clientId, clientSecret };
}

/** TLS for the endpoint has settings of its own among the options of the login module. */
function endpointTls(options: Options): ReturnType<typeof readClientIdentity> & object {
  const given = Object.fromEntries(Object.entries(options).filter(([key]) => key.startsWith('ssl.')));
  const { settings } = parseSettings(given, { keys: sslKeys, rules: [], silentKeys: new Set() });
  const ca = readTrustedCertificates(settings);
  return { ...readClientIdentity(settings), ...(ca === null ? {} : { ca }) };
}

function timeoutOf(settings: ClientSettings): number {
  const connectMs = settings['sasl.login.connect.timeout.ms'];
  const readMs = settings['sasl.login.read.timeout.ms'];
  return connectMs === null && readMs === null ? defaultTimeoutMs : (connectMs ?? 0) + (readMs ?? 0);
}
