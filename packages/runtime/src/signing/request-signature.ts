import { createHmac, timingSafeEqual } from 'node:crypto';
import { BadRequestError, ConnectError } from '@sluice/connect-api';
import type { SessionKey } from '../stores/config/config-record.ts';
import { macHash } from './mac-hash.ts';

/** Headers of requests that workers make of each other (KIP-507). */
const signatureHeader = 'X-Connect-Authorization';
const signatureAlgorithmHeader = 'X-Connect-Request-Signature-Algorithm';

/** What came with a request, as it came; `null` for a header that is missing. */
export interface RequestSignature {
  readonly signature: string | null;
  readonly algorithm: string | null;
}

export interface VerificationOptions {
  /** `inter.worker.verification.algorithms`; letter case counts. */
  readonly algorithms: readonly string[];
  /** `null` while none is known. */
  readonly sessionKey: SessionKey | null;
}

/**
 * The headers for a request with exactly this body; empty bytes where it has none. The algorithm is that of
 * `inter.worker.signature.algorithm`.
 */
export function signRequest(
  body: Uint8Array,
  sessionKey: SessionKey,
  algorithm: string,
): Readonly<Record<string, string>> {
  return {
    [signatureHeader]: mac(body, sessionKey, requireHash(algorithm)).toString('base64'),
    [signatureAlgorithmHeader]: algorithm,
  };
}

/** What came with a request; names of headers are in lower case, as Node has them. */
export function signatureIn(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): RequestSignature {
  const valueOf = (name: string): string | null => {
    const value = headers[name.toLowerCase()];
    return typeof value === 'string' ? value : (value?.[0] ?? null);
  };
  return { signature: valueOf(signatureHeader), algorithm: valueOf(signatureAlgorithmHeader) };
}

/**
 * Checks the bytes of a body as they were received.
 * @throws BadRequestError `REQUEST_UNSIGNED`; ConnectError `SIGNATURE_INVALID` or `SESSION_KEY_UNKNOWN`.
 */
export function verifyRequest(
  body: Uint8Array,
  { signature, algorithm }: RequestSignature,
  { algorithms, sessionKey }: VerificationOptions,
): void {
  if (signature === null || algorithm === null) throw unsigned('Internal request missing required signature');
  const hash = requireHash(algorithm);
  const told = decodeBase64(signature);
  if (!algorithms.includes(algorithm)) throw unsigned(unsupported(algorithm, algorithms));
  if (sessionKey === null) throw new ConnectError(stillStarting, { code: 'SESSION_KEY_UNKNOWN' });
  const expected = mac(body, sessionKey, hash);
  if (told.length === expected.length && timingSafeEqual(told, expected)) return;
  throw new ConnectError('Internal request contained invalid signature.', { code: 'SIGNATURE_INVALID' });
}

function mac(body: Uint8Array, { key }: SessionKey, hash: string): Buffer {
  return createHmac(hash, key).update(body).digest();
}

function requireHash(algorithm: string): string {
  const hash = macHash(algorithm);
  if (hash === null) throw unsigned(`Algorithm ${algorithm} not available`);
  return hash;
}

/** As strict as Java: nothing but the alphabet, and padding, if any, as it has to be. */
function decodeBase64(text: string): Buffer {
  const illegal = /[^A-Za-z0-9+/=]/.exec(text)?.[0];
  if (illegal !== undefined) throw unsigned(`Illegal base64 character ${illegal.charCodeAt(0).toString(16)}`);
  const isWhole = /^(?:[^=]{4})*(?:[^=]{2}(?:==)?|[^=]{3}=?)?$/.test(text);
  if (!isWhole) throw unsigned('Input byte array has wrong 4-byte ending unit');
  return Buffer.from(text, 'base64');
}

function unsigned(message: string): BadRequestError {
  return new BadRequestError(message, { code: 'REQUEST_UNSIGNED' });
}

function unsupported(algorithm: string, accepted: readonly string[]): string {
  return (
    `This worker does not support the '${algorithm}' key signing algorithm used by other workers. ` +
    `This worker is currently configured to use: [${accepted.join(', ')}]. ` +
    "Check that all workers' configuration files permit the same set of signature algorithms, and correct any misconfigured worker and restart it."
  );
}

const stillStarting =
  'This worker is still starting up and has not been able to read a session key from the config topic yet';
