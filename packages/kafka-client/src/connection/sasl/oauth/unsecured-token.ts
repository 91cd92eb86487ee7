import { refuseJaas } from '../credentials.ts';
import type { BearerToken, TokenSource } from './bearer-token.ts';

type Options = Readonly<Record<string, string>>;

const defaultLifetimeSeconds = 3600;
const listPattern = /^unsecuredLogin(String|Number|List)Claim_(.+)$/;

/**
 * Tokens that nobody signs, for tests: claims come from options named as those of Java's default handler, such as
 * `unsecuredLoginStringClaim_sub`.
 * @throws SettingsError when an option is wrong.
 */
export function unsecuredTokens(options: Options): TokenSource {
  const claims = claimsIn(options);
  const principal = options['unsecuredLoginPrincipalClaimName'] ?? 'sub';
  if (typeof claims[principal] !== 'string' || claims[principal] === '') {
    refuseJaas(
      `The option unsecuredLoginStringClaim_${principal} is missing; to fetch tokens set sasl.oauthbearer.token.endpoint.url`,
    );
  }
  const lifetimeSeconds = numberOption(options, 'unsecuredLoginLifetimeSeconds') ?? defaultLifetimeSeconds;
  return { fetch: () => Promise.resolve(makeToken(claims, lifetimeSeconds)) };
}

function makeToken(claims: Readonly<Record<string, unknown>>, lifetimeSeconds: number): BearerToken {
  const issuedAtMs = Date.now();
  const expiresAtMs = issuedAtMs + lifetimeSeconds * 1000;
  const times = { iat: issuedAtMs / 1000, exp: expiresAtMs / 1000 };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  // The signature of an unsecured token is empty (RFC 7515, appendix A.5).
  return { value: `${part({ alg: 'none' })}.${part({ ...times, ...claims })}.`, issuedAtMs, expiresAtMs };
}

function claimsIn(options: Options): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(options)) {
    const [, kind, name = ''] = listPattern.exec(key) ?? [];
    if (kind === 'String') claims[name] = value;
    else if (kind === 'Number') claims[name] = numberOption(options, key);
    // Its first character says what stands between the items.
    else if (kind === 'List') claims[name] = value === '' ? [] : value.slice(1).split(value.slice(0, 1));
  }
  return claims;
}

function numberOption(options: Options, key: string): number | undefined {
  const text = options[key];
  if (text === undefined) return undefined;
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? refuseJaas(`The option ${key} is no number`) : value;
}
