import { ConfigError } from '@sluice/connect-api';

/** What the worker settings say of pages of other origins (CORS). */
export interface CrossOriginSettings {
  /** `access.control.allow.origin`: regular expressions separated by commas, `*` for all, empty for none. */
  readonly origins: string;
  /** `access.control.allow.methods`, empty for the usual ones. */
  readonly methods: string;
}

export type ResponseHeaders = readonly (readonly [name: string, value: string])[];

/** Headers by which a browser lets pages of other origins read answers. */
export interface CrossOrigin {
  /** For an answer to a request; `requestedMethod` is there where a browser asks beforehand. */
  headersFor(request: CrossOriginRequest): ResponseHeaders;
}

export interface CrossOriginRequest {
  readonly method: string;
  readonly origin: string | undefined;
  readonly requestedMethod: string | undefined;
}

const usualMethods = ['GET', 'POST', 'HEAD'];
const vary = ['Vary', 'Origin'] as const;
const preflightMaxAgeS = 60;

/**
 * `null` where pages of other origins are not dealt with at all.
 * @throws ConfigError for a pattern that is none.
 */
export function crossOrigin({ origins, methods }: CrossOriginSettings): CrossOrigin | null {
  if (origins.trim() === '') return null;
  const patterns = items(origins).map(originPattern);
  const allowedMethods = methods.trim() === '' ? usualMethods : items(methods);
  const isAllowed = (origin: string): boolean => patterns.some((pattern) => pattern.test(origin));
  return {
    headersFor({ method, origin, requestedMethod }) {
      if (origin === undefined || !origin.split(' ').some(isAllowed)) return [vary];
      const allowed: ResponseHeaders = [vary, ['Access-Control-Allow-Origin', origin]];
      if (method !== 'OPTIONS' || requestedMethod === undefined) return allowed;
      return [
        ...allowed,
        ['Access-Control-Allow-Methods', allowedMethods.join(',')],
        ['Access-Control-Allow-Headers', 'Content-Type'],
        ['Access-Control-Max-Age', String(preflightMaxAgeS)],
      ];
    },
  };
}

function items(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The whole origin has to match. */
function originPattern(text: string): RegExp {
  if (text === '*') return /^/;
  try {
    return new RegExp(`^(?:${text})$`, 'u');
  } catch (cause) {
    throw new ConfigError(
      `Invalid value ${text} for configuration access.control.allow.origin: it is no regular expression (${(cause as Error).message})`,
      { code: 'CONFIG_VALUE_INVALID', key: 'access.control.allow.origin', cause },
    );
  }
}
