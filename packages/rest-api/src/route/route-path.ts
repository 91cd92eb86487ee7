import type { Route } from './route.ts';
import type { PathValues } from './route-values.ts';

const paramPattern = /\{(\w+)\}/g;

/** Whether a path, percent-encoded and without query, is one of this template; a slash may end it. */
export function pathPattern(template: string): RegExp {
  const literal = template.replace(/\/$/, '').replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll(paramPattern, '[^/]+')}/?$`);
}

/**
 * The path parameters of a route from their texts, percent-decoded.
 * @returns `null` when one that must be a number is none: then the path names nothing.
 */
export function readPathParams<R extends Route>(
  route: R,
  texts: Readonly<Record<string, string>>,
): PathValues<R> | null {
  const values = Object.entries(route.pathParams).map(([name, { kind }]) => {
    const text = texts[name] ?? '';
    return [name, kind === 'integer' ? parseInteger(text) : text] as const;
  });
  return values.some(([, value]) => value === null) ? null : (Object.fromEntries(values) as PathValues<R>);
}

/** A whole number of 32 bits with an optional sign, else `null`. */
function parseInteger(text: string): number | null {
  const value = Number(text);
  return /^[+-]?\d+$/.test(text) && value >= -(2 ** 31) && value < 2 ** 31 ? value : null;
}

/**
 * The path of a route with these parameters, percent-encoded.
 * @throws RangeError for names that a URL cannot carry: empty, `.`, `..`, and with `/`, `\` or `%`, which a worker
 * refuses as ambiguous.
 */
export function formatPath(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(paramPattern, (_match, name: string) => {
    const segment = String(values[name]);
    if (/^\.{0,2}$|[/\\%]/.test(segment)) {
      throw new RangeError(`No URL can carry the ${name} ${JSON.stringify(segment)}`);
    }
    return encodeURIComponent(segment.toWellFormed());
  });
}
