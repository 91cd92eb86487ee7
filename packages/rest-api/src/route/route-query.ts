import type { QueryParam, Route } from './route.ts';
import type { QueryValues } from './route-values.ts';

/**
 * The parameters of a route in a query. No text is an error: a text is as it is given, its default when it is absent; a boolean is true when it says `true` in any letter
 * case, false when it says anything else, and its default when it is absent or empty; the first one given counts.
 */
export function readQuery<R extends Route>(route: R, query: URLSearchParams): QueryValues<R> {
  const values = Object.entries(route.query).map(([name, param]) => [name, readParam(name, param, query)]);
  return Object.fromEntries(values) as QueryValues<R>;
}

function readParam(
  name: string,
  param: QueryParam,
  query: URLSearchParams,
): boolean | string | readonly string[] | null {
  if (param.kind === 'text') return query.get(name) ?? param.default;
  if (param.kind === 'list') return query.has(name) ? query.getAll(name) : null;
  const text = query.get(name) ?? '';
  return text === '' ? param.default : text.toLowerCase() === 'true';
}

/** The query of a route with these arguments, `?` included; empty when there is nothing to say. */
export function formatQuery(route: Route, values: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(route.query)) {
    const value = values[name];
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) query.append(name, String(item));
    }
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}
