import { createHash, timingSafeEqual } from 'node:crypto';
import { BadRequestError } from '@sluice/connect-api';

/** What a client says who it is. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * Reads an `Authorization` header; `null` where it names nobody, or in another way than HTTP Basic.
 * @throws BadRequestError for what is not written in Base64.
 */
export function parseBasicAuthorization(header: string | undefined): Credentials | null {
  const [, encoded] = /^basic (.*)$/is.exec(header ?? '') ?? [];
  if (encoded === undefined) return null;
  const decoded = decodeBase64(encoded);
  const colon = decoded.indexOf(':');
  return colon <= 0 ? null : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

function decodeBase64(text: string): string {
  const illegal = /[^A-Za-z0-9+/=]/.exec(text)?.[0];
  if (illegal !== undefined) {
    throw malformed(`Illegal base64 character ${illegal.charCodeAt(0).toString(16)}`);
  }
  if (/^(?:[^=]{4})*[^=]$/.test(text)) throw malformed('Last unit does not have enough valid bits');
  const isWhole = /^(?:[^=]{4})*(?:[^=]{2}(?:==)?|[^=]{3}=?)?$/.test(text);
  if (!isWhole) throw malformed('Input byte array has wrong 4-byte ending unit');
  return Buffer.from(text, 'base64').toString('utf8');
}

function malformed(message: string): BadRequestError {
  return new BadRequestError(message, { code: 'CREDENTIALS_MALFORMED' });
}

/** Whether two passwords are the same, in a time that does not tell how much of them is. */
export function isSamePassword(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(one), digest(other));
}
