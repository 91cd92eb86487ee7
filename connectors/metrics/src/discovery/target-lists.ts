import { DataError } from '@sluice/connect-api';
import type { TargetGroup } from './target.ts';

/**
 * Reads a list as Prometheus' file and HTTP discovery have it: `[{"targets": ["host:port"], "labels": {…}}]`.
 * @param from - for the message.
 * @throws DataError
 */
export function parseTargetList(text: string, from: string): TargetGroup[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw new DataError(`The targets in ${from} are no JSON: ${(cause as Error).message}`, { cause });
  }
  if (!Array.isArray(list)) throw new DataError(`The targets in ${from} are no JSON array`);
  return list.map((group, index) => groupIn(group, `${from}, group ${index + 1}`));
}

function groupIn(group: unknown, from: string): TargetGroup {
  const { targets, labels = {} } = Object(group) as { readonly targets?: unknown; readonly labels?: unknown };
  if (!Array.isArray(targets) || !targets.every((target) => typeof target === 'string')) {
    throw new DataError(`targets has to be an array of host:port in ${from}`);
  }
  const entries = Object.entries(Object(labels) as Record<string, unknown>);
  if (!entries.every(([, value]) => typeof value === 'string')) {
    throw new DataError(`labels has to be an object of texts in ${from}`);
  }
  return { targets, labels: Object.fromEntries(entries) as Record<string, string> };
}
