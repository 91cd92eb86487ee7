import type { PlainAnswer } from './http-request.ts';
import type { Json } from './scenario.ts';
import { sortOptions } from './validation-order.ts';
import type { Validation } from './validation-order.ts';

/** What is compared of an answer, with nothing in it that differs from run to run. */
export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly location?: string;
  readonly allow?: string;
  /** Those that the scenario asks for. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON body as such, other bodies as text. */
  readonly body: Json;
}

/** What stands for a value that differs from run to run. */
export interface Placeholder {
  readonly value: string;
  readonly name: string;
}

/**
 * With placeholders, with free maps and name lists sorted, of traces only the lines without frames, and of
 * documentation only that there is some: each worker has its own words.
 */
export function readAnswer(answer: PlainAnswer, placeholders: readonly Placeholder[]): Answer {
  const { status, headers } = answer;
  const text = (raw: string): string =>
    placeholders.reduce((result, { value, name }) => result.replaceAll(value, name), raw);
  const { location, allow } = headers;
  return {
    status,
    contentType: headers['content-type'] ?? null,
    ...(location === undefined ? {} : { location: text(location) }),
    ...(allow === undefined ? {} : { allow: allow.split(/,\s*/).sort().join(', ') }),
    body: readBody(text(answer.body), headers['content-type'] ?? ''),
  };
}

function readBody(body: string, contentType: string): Json {
  if (contentType.startsWith('text/html')) return '(a page of HTML)';
  try {
    return tidy(JSON.parse(body) as Json, '');
  } catch {
    return body;
  }
}

function tidy(value: Json, key: string): Json {
  if (typeof value === 'string') return tidyText(value, key);
  if (key === 'last_modified' && typeof value === 'number') return '(a time)';
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) {
    const items = value.map((item) => tidy(item, ''));
    return items.every((item) => typeof item === 'string') && key === '' ? items.sort() : items;
  }
  const entries = Object.entries(value).map(([name, item]) => [name, tidy(item, name)] as const);
  const tidied = Object.fromEntries(isFreeMap(value, key) ? entries.sort(byName) : entries);
  return isList(tidied['configs'] ?? null) ? sortOptions(tidied as unknown as Validation) : tidied;
}

function tidyText(value: string, key: string): string {
  if (key === 'trace')
    return value
      .split('\n')
      .filter((line) => !line.startsWith('\t'))
      .join('\n');
  if (key === 'documentation' && value !== '') return '(a text)';
  return value;
}

/** Connector configurations, and answers by connector name. */
function isFreeMap(value: { readonly [key: string]: Json }, key: string): boolean {
  const items = Object.values(value);
  return key === 'config' || 'connector.class' in value || items.every(isExpanded);
}

function isExpanded(item: Json): boolean {
  if (item === null || typeof item !== 'object' || isList(item)) return false;
  const names = Object.keys(item);
  return names.every((name) => name === 'info' || name === 'status');
}

function byName([one]: readonly [string, Json], [other]: readonly [string, Json]): number {
  return one < other ? -1 : 1;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
