import { ConfigError } from '../errors/config-error.ts';
import type { ConfigDefinition, ConfigOf } from './config-definition.ts';
import type { ConfigKey } from './config-key.ts';
import { parseConfigValue, type ClassResolver } from './values/parse-value.ts';

/** A configuration as users write it; JSON may have `null` in place of a value. */
export type ConfigProperties = Readonly<Record<string, string | null>>;

/** What parsing needs from its surroundings. */
export interface ParseOptions {
  /** Without it every class name is good, and taken for a full one. */
  readonly resolveClass?: ClassResolver;
  /** Gets what is tolerated but should be looked at; by default it is not told. */
  readonly onWarning?: (message: string) => void;
}

/**
 * The typed values of a configuration. Keys that the definition does not know are ignored.
 * @throws ConfigError the first problem, in the order of the definition.
 */
export function parseConfig<D extends ConfigDefinition>(
  definition: D,
  properties: ConfigProperties,
  options: ParseOptions = {},
): ConfigOf<D> {
  const undefinedNames = undefinedDependents(definition);
  if (undefinedNames.length > 0) {
    const names = undefinedNames.join(',');
    throw new ConfigError(`Some configurations in are referred in the dependents, but not defined: ${names}`);
  }
  const entries = Object.entries(definition).map(([name, key]) => {
    const value = parseStrictly(name, key, { properties, options });
    refuseBadValue(name, key, value);
    return [name, value ?? absentValue(name, key)];
  });
  return Object.freeze(Object.fromEntries(entries)) as ConfigOf<D>;
}

/** The names of dependents that the definition does not have. */
export function undefinedDependents(definition: ConfigDefinition): readonly string[] {
  const names = Object.values(definition).flatMap(({ dependents }) => dependents);
  return [...new Set(names)].filter((name) => !Object.hasOwn(definition, name));
}

/** What Kafka says of a required key that was left out. */
export function missingKeyMessage(name: string): string {
  return `Missing required configuration "${name}" which has no default value.`;
}

interface Source {
  readonly properties: ConfigProperties;
  readonly options: ParseOptions;
}

function parseStrictly(name: string, key: ConfigKey, { properties, options }: Source): unknown {
  const text = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (text === undefined) {
    if (key.hasDefault) return key.defaultValue;
    throw missingKey(name);
  }
  if (text === null) return null;
  const value = parseConfigValue({ key: name, type: key.type, text }, options.resolveClass);
  const drops = key.validator?.dropsDuplicates === true && Array.isArray(value);
  return drops ? withoutDuplicates(name, value, options) : value;
}

function withoutDuplicates(
  name: string,
  items: readonly unknown[],
  { onWarning }: ParseOptions,
): readonly unknown[] {
  const distinct = [...new Set(items)];
  if (distinct.length < items.length) {
    onWarning?.(
      `Configuration key "${name}" contains duplicate values. Duplicates will be removed. ` +
        `The original value is: [${items.join(', ')}], the updated value is: [${distinct.join(', ')}]`,
    );
  }
  return distinct;
}

function refuseBadValue(name: string, { type, validator }: ConfigKey, value: unknown): void {
  const problem = validator?.check({ key: name, type, value }) ?? null;
  if (problem !== null) throw new ConfigError(problem, { code: 'CONFIG_VALUE_INVALID', key: name });
}

/**
 * The value of a key that was given as `null` and whose validator did not mind. Java goes on with the null, and
 * fails later if it cannot; here a key has only values of its type, so the null counts as left out unless the key
 * says that null is a value of it.
 */
function absentValue(name: string, { hasDefault, defaultValue, mayBeNull }: ConfigKey): unknown {
  if (!hasDefault && mayBeNull !== true) throw missingKey(name);
  return defaultValue;
}

function missingKey(name: string): ConfigError {
  return new ConfigError(missingKeyMessage(name), { code: 'CONFIG_KEY_MISSING', key: name });
}
