/** Whether a field of records of a topic becomes a column. */
export type FieldFilter = (topic: string, field: string) => boolean;

/** The fields that are named; all where none are. */
export function namedFields(names: readonly string[]): FieldFilter {
  if (names.length === 0) return () => true;
  const wanted = new Set(names);
  return (_topic, field) => wanted.has(field);
}

/** Fields named as `field` or `topic:field`, to be taken or to be left out. */
export function listedFields(
  included: readonly string[] | null,
  excluded: readonly string[] | null,
): FieldFilter {
  const taken = included === null || included.length === 0 ? null : new Set(included);
  const left = new Set(excluded ?? []);
  const isIn = (names: ReadonlySet<string>, topic: string, field: string) =>
    names.has(field) || names.has(`${topic}:${field}`);
  return (topic, field) => (taken === null || isIn(taken, topic, field)) && !isIn(left, topic, field);
}
