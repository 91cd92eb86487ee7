import type { ConfigDefinition } from './config-definition.ts';
import type { ConfigKey, Importance } from './config-key.ts';
import type { Recommender } from './recommender.ts';
import type { Validator } from './validators/validator.ts';

/** Two definitions as one: where both have a key, that of the second stands in the place of the first. */
export function mergeDefinitions<A extends ConfigDefinition, B extends ConfigDefinition>(
  first: A,
  second: B,
): Omit<A, keyof B> & B {
  return Object.freeze({ ...first, ...second });
}

/** A definition whose keys have the prefix in front of their names. */
export type Prefixed<P extends string, D extends ConfigDefinition> = {
  readonly [K in keyof D & string as `${P}${K}`]: D[K];
};

/**
 * The definition under a prefix. Dependents are renamed too; validators and recommenders see, and name in their
 * messages, the keys without the prefix. Repeated items of a list are refused instead of dropped.
 */
export function withPrefix<P extends string, D extends ConfigDefinition>(
  prefix: P,
  definition: D,
): Prefixed<P, D> {
  const keys = Object.entries(definition).map(([name, key]) => [
    prefix + name,
    prefixedKey(prefix, name, key),
  ]);
  return Object.freeze(Object.fromEntries(keys)) as Prefixed<P, D>;
}

/** Where a definition is put inside another one. */
export interface Embedding {
  readonly prefix: string;
  /** The group of its keys; those with a group of their own go to `<group>: <own group>`. */
  readonly group: string;
  /** The order in group of its first key; the others are numbered on from it. */
  readonly firstOrder: number;
}

/** The definition under a prefix, as part of a form: its keys sorted, grouped and numbered anew. */
export function embedDefinition(
  definition: ConfigDefinition,
  { prefix, group, firstOrder }: Embedding,
): ConfigDefinition {
  const keys = sortedKeys(definition).map(([name, key], index): [string, ConfigKey] => [
    prefix + name,
    {
      ...prefixedKey(prefix, name, key),
      group: key.group === null ? group : `${group}: ${key.group}`,
      orderInGroup: firstOrder + index,
    },
  ]);
  return Object.freeze(Object.fromEntries(keys));
}

/** The names of the groups, in the order in which the definition first mentions them. */
export function groupsOf(definition: ConfigDefinition): readonly string[] {
  const groups = Object.values(definition).map(({ group }) => group);
  return [...new Set(groups)].filter((group) => group !== null);
}

const importanceRank: Readonly<Record<Importance, number>> = { high: 0, medium: 1, low: 2 };

/**
 * The keys as forms and documentation show them: without group first, then group by group; within a group by
 * order, required before optional, by importance and by name.
 */
export function sortedKeys(definition: ConfigDefinition): readonly (readonly [string, ConfigKey])[] {
  const groupRank = new Map([null, ...groupsOf(definition)].map((group, index) => [group, index]));
  const rank = ({ group, orderInGroup, hasDefault, importance }: ConfigKey): readonly number[] => [
    groupRank.get(group) ?? 0,
    orderInGroup,
    hasDefault ? 1 : 0,
    importanceRank[importance],
  ];
  return Object.entries(definition)
    .map(([name, key]) => ({ name, key, rank: rank(key) }))
    .toSorted((a, b) => compareRanks(a.rank, b.rank) || (a.name < b.name ? -1 : 1))
    .map(({ name, key }) => [name, key]);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, rank] of a.entries()) {
    const difference = rank - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function prefixedKey(prefix: string, name: string, key: ConfigKey): ConfigKey {
  return {
    ...key,
    displayName: key.displayName ?? name,
    dependents: key.dependents.map((dependent) => prefix + dependent),
    validator: key.validator && prefixedValidator(prefix, key.validator),
    recommender: key.recommender && prefixedRecommender(prefix, key.recommender),
  };
}

function prefixedValidator(prefix: string, validator: Validator): Validator {
  return {
    describe: (type) => validator.describe(type),
    check: (checked) => validator.check({ ...checked, key: checked.key.slice(prefix.length) }),
  };
}

function prefixedRecommender(prefix: string, recommender: Recommender): Recommender {
  const unprefixed = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    );
  return {
    recommend: (key, values) => recommender.recommend(key.slice(prefix.length), unprefixed(values)),
    visible: (key, values) => recommender.visible?.(key.slice(prefix.length), unprefixed(values)) ?? true,
  };
}
