import { SaslError } from '../sasl-exchange.ts';

/** A token, and when it was made and ends by the clock of the world. */
export interface BearerToken {
  readonly value: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/** Where tokens come from. */
export interface TokenSource {
  fetch(): Promise<BearerToken>;
}

/**
 * Reads how long a JSON Web Token (RFC 7519) lives; whether it is genuine is for the broker to judge.
 * @throws SaslError when that cannot be told.
 */
export function readJwt(text: string, lifetimeSeconds?: number): BearerToken {
  const value = text.trim();
  const issuedAtMs = Date.now();
  const exp = lifetimeSeconds === undefined ? expiryOf(value) : undefined;
  const expiresAtMs = exp === undefined ? issuedAtMs + (lifetimeSeconds ?? 0) * 1000 : exp * 1000;
  if (/^[\w.+/~=-]+$/.test(value)) return { value, issuedAtMs, expiresAtMs };
  throw new SaslError('the token has characters that no token may have');
}

function expiryOf(value: string): number {
  try {
    const claims = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString()) as {
      exp?: unknown;
    };
    if (typeof claims.exp === 'number') return claims.exp;
  } catch {
    // Said below.
  }
  throw new SaslError('the token is no JSON Web Token with a claim exp');
}
