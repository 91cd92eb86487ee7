import type { SqlRow } from '@sluice/connector-shared-sql';

/** The names of columns by the index they belong to, from rows of an index and a name. */
export function groupedNames(rows: readonly SqlRow[]): readonly (readonly string[])[] {
  const groups = Map.groupBy(rows, ([index]) => String(index));
  return [...groups.values()].map((group) => group.map(([, name]) => String(name)));
}
