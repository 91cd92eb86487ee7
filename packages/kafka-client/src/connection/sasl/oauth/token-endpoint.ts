import type { IncomingMessage } from 'node:http';
import type { SecureContextOptions } from 'node:tls';
import { KafkaError } from '../../../errors/kafka-error.ts';
import type { Password } from '../../../settings/password.ts';
import { retry } from '../../../timing/retry.ts';
import { SaslError } from '../sasl-exchange.ts';
import { readJwt, type BearerToken, type TokenSource } from './bearer-token.ts';

export interface TokenEndpointOptions {
  readonly url: URL;
  readonly clientId: string;
  readonly clientSecret: Password;
  readonly scope: string | null;
  /** Whether id and secret are form-encoded before they go into the header (RFC 6749, section 2.3.1). */
  readonly urlencode: boolean;
  /** For a server whose certificate is not signed by an authority that Node knows. */
  readonly tls: SecureContextOptions;
  readonly timeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryForMs: number;
}

/** Tokens by the grant of client credentials (RFC 6749, section 4.4). */
export function tokenEndpoint(options: TokenEndpointOptions): TokenSource {
  const { retryBackoffMs, retryForMs } = options;
  const backoff = { initialMs: retryBackoffMs, maxMs: retryForMs };
  return { fetch: () => retry(() => askOnce(options), { timeoutMs: retryForMs, backoff }) };
}

async function askOnce(options: TokenEndpointOptions): Promise<BearerToken> {
  const { url } = options;
  const { status, body } = await post(options).catch((cause: unknown) => {
    const reason = `The token endpoint ${url.href} does not answer: ${(cause as Error).message}`;
    throw new KafkaError('NETWORK_EXCEPTION', `${reason}; check sasl.oauthbearer.token.endpoint.url`, {
      cause,
    });
  });
  if (status >= 500 || status === 408 || status === 429) {
    throw new KafkaError('NETWORK_EXCEPTION', `The token endpoint ${url.href} answers with status ${status}`);
  }
  if (status !== 200) throw refused(url, status, body);
  return tokenIn(url, body);
}

async function post(options: TokenEndpointOptions): Promise<{ status: number; body: string }> {
  const { url, timeoutMs, tls } = options;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (options.scope !== null) form.set('scope', options.scope);
  const { request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  const { text } = await import('node:stream/consumers');
  return await new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage): void => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    };
    const headers = {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: authorization(options),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = request(url, { method: 'POST', headers, signal, agent: false, ...tls }, answered);
    sent.on('error', reject).end(form.toString());
  });
}

function authorization({ clientId, clientSecret, urlencode }: TokenEndpointOptions): string {
  const encode = (value: string): string =>
    urlencode ? new URLSearchParams({ v: value }).toString().slice(2) : value;
  const pair = `${encode(clientId)}:${encode(clientSecret.reveal())}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Only the error of the standard is shown: other text may repeat what was sent. */
function refused(url: URL, status: number, body: string): SaslError {
  const code = /"error"\s*:\s*"([\w.-]{1,60})"/.exec(body)?.[1];
  const detail = code === undefined ? '' : ` (${code})`;
  return new SaslError(
    `the token endpoint ${url.href} answers with status ${status}${detail}; check client id and secret, scope and sasl.oauthbearer.token.endpoint.url`,
  );
}

function tokenIn(url: URL, body: string): BearerToken {
  let answer: Readonly<Record<string, unknown>> | null = null;
  try {
    answer = JSON.parse(body) as Record<string, unknown> | null;
  } catch {
    // Said below.
  }
  const token = answer?.['access_token'] ?? answer?.['id_token'];
  if (typeof token !== 'string' || token === '') {
    throw new SaslError(`the token endpoint ${url.href} answers without an access_token`);
  }
  const lifetime = answer?.['expires_in'];
  // The token's own claim says it best; one without claims lives as long as the endpoint says.
  return token.split('.').length === 3 || typeof lifetime !== 'number'
    ? readJwt(token)
    : readJwt(token, lifetime);
}
