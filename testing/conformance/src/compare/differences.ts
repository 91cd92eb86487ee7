import type { Json } from '../scenario/scenario.ts';

/** A place where two answers differ; a side that has nothing there is undefined. */
export interface Difference {
  /** Such as `body.configs[tasks.max].value.errors`. Ends in `(order)` where only the order of names differs. */
  readonly path: string;
  readonly java: Json | undefined;
  readonly sluice: Json | undefined;
}

/** All differences, each at the deepest place that tells them apart. */
export function findDifferences(java: Json, sluice: Json, path = ''): Difference[] {
  if (isList(java) && isList(sluice)) {
    const areNamed = [...java, ...sluice].every((item) => nameOf(item) !== undefined);
    return inside(itemsOf(java, areNamed), itemsOf(sluice, areNamed), path);
  }
  if (isObject(java) && isObject(sluice)) {
    return inside(new Map(Object.entries(java)), new Map(Object.entries(sluice)), path);
  }
  return JSON.stringify(java) === JSON.stringify(sluice) ? [] : [{ path, java, sluice }];
}

type Members = ReadonlyMap<string, Json>;

function inside(java: Members, sluice: Members, path: string): Difference[] {
  const shared = [...java.keys()].filter((key) => sluice.has(key));
  const sharedInSluice = [...sluice.keys()].filter((key) => java.has(key));
  const differences = [...new Set([...java.keys(), ...sluice.keys()])].flatMap((key) => {
    const place = key.startsWith('[') || path === '' ? `${path}${key}` : `${path}.${key}`;
    const [one, other] = [java.get(key), sluice.get(key)];
    return one === undefined || other === undefined
      ? [{ path: place, java: one, sluice: other }]
      : findDifferences(one, other, place);
  });
  const sameOrder = shared.every((key, index) => key === sharedInSluice[index]);
  return sameOrder
    ? differences
    : [...differences, { path: `${path} (order)`, java: shared, sluice: sharedInSluice }];
}

/** The items by name, a name that comes again with how often it has come; by place where they are not named. */
function itemsOf(list: readonly Json[], areNamed: boolean): Members {
  const counts = new Map<string, number>();
  return new Map(
    list.map((item, index) => {
      const name = areNamed ? (nameOf(item) ?? '') : String(index);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [count === 1 ? `[${name}]` : `[${name} #${count}]`, item];
    }),
  );
}

/** Texts name themselves; then there are the entries of a validation, definitions, and plugins. */
function nameOf(item: Json): string | undefined {
  if (typeof item === 'string') return item;
  if (!isObject(item)) return undefined;
  const { definition, value, name, class: className, type } = item;
  if (typeof className === 'string' && typeof type === 'string') return `${className} ${type}`;
  if (typeof name === 'string') return name;
  return nameIn(definition) ?? nameIn(value);
}

function nameIn(part: Json | undefined): string | undefined {
  if (part === undefined || !isObject(part)) return undefined;
  return typeof part['name'] === 'string' ? part['name'] : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !isList(value);
}
