import { isConfigError } from '../errors/recognise-error.ts';
import type { ConfigDefinition } from './config-definition.ts';
import type { ConfigIssue } from './config-issue.ts';
import type { ConfigKey } from './config-key.ts';
import { missingKeyMessage, undefinedDependents, type ConfigProperties } from './parse-config.ts';
import type { ParsedValues } from './recommender.ts';
import { parseConfigValue, type ClassResolver } from './values/parse-value.ts';

/** What validation found out about one key. */
export interface ConfigValue {
  readonly name: string;
  /** The parsed value or the default; `null` when it could not be parsed. */
  readonly value: unknown;
  readonly recommendedValues: readonly unknown[];
  readonly errors: readonly string[];
  /** Whether the key matters with this configuration. */
  readonly visible: boolean;
}

/** What validation needs from its surroundings. */
export interface ValidateOptions {
  /** Without it every class name is good, and taken for a full one. */
  readonly resolveClass?: ClassResolver;
}

interface Outcome {
  readonly value: unknown;
  readonly errors: readonly string[];
}

/**
 * Checks a configuration key by key and throws nothing: every problem is an error of its key. The result is in the
 * order of the definition, after entries for dependents that nobody defined.
 */
export function validateConfig(
  definition: ConfigDefinition,
  properties: ConfigProperties,
  options: ValidateOptions = {},
): ConfigValue[] {
  const outcomes = Object.entries(definition).map(([name, key]) => {
    const parsed = parseLeniently(name, key, { properties, options });
    return { name, key, outcome: checked(name, key, parsed) };
  });
  const values = Object.fromEntries(outcomes.map(({ name, outcome }) => [name, outcome.value]));
  return [
    ...undefinedDependents(definition).map(undefinedValue),
    ...outcomes.map(({ name, key, outcome }) => advised({ name, ...outcome }, key, values)),
  ];
}

/**
 * The values with the issues added to the errors of their keys; an issue with a key that is not there becomes an
 * entry of its own.
 */
export function withIssues(values: readonly ConfigValue[], issues: readonly ConfigIssue[]): ConfigValue[] {
  const known = new Set(values.map(({ name }) => name));
  const others = new Set(issues.map(({ key }) => key).filter((key) => !known.has(key)));
  const added = Array.from(others, (name): ConfigValue => ({ ...plain, name, value: null, errors: [] }));
  return [...values, ...added].map((value) => {
    const messages = issues.filter(({ key }) => key === value.name).map(({ message }) => message);
    return messages.length === 0 ? value : { ...value, errors: [...value.errors, ...messages] };
  });
}

const plain = { recommendedValues: [], visible: true } as const;

function undefinedValue(name: string): ConfigValue {
  const errors = [`${name} is referred in the dependents, but not defined.`];
  return { ...plain, name, value: null, errors, visible: false };
}

interface Source {
  readonly properties: ConfigProperties;
  readonly options: ValidateOptions;
}

function parseLeniently(name: string, key: ConfigKey, { properties, options }: Source): Outcome {
  const text = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (text === undefined) {
    return { value: key.defaultValue, errors: key.hasDefault ? [] : [missingKeyMessage(name)] };
  }
  if (text === null) return { value: null, errors: [] };
  return attempt<Outcome>(
    () => ({
      value: parseConfigValue({ key: name, type: key.type, text }, options.resolveClass),
      errors: [],
    }),
    (message) => ({ value: null, errors: [message] }),
  );
}

/** With the message of the validator, which sees `null` where there is no value: hence second messages. */
function checked(name: string, { type, validator }: ConfigKey, { value, errors }: Outcome): Outcome {
  const problem = validator?.check({ key: name, type, value }) ?? null;
  return { value, errors: problem === null ? errors : [...errors, problem] };
}

function advised(
  outcome: Outcome & { readonly name: string },
  key: ConfigKey,
  values: ParsedValues,
): ConfigValue {
  const { recommender } = key;
  if (recommender === null) return { ...plain, ...outcome };
  const { name, errors } = outcome;
  return attempt<ConfigValue>(
    () => ({
      ...outcome,
      recommendedValues: recommender.recommend(name, values),
      visible: recommender.visible?.(name, values) ?? true,
    }),
    (message) => ({ ...plain, ...outcome, errors: [...errors, message] }),
  );
}

/** What `run` returns; of what it throws only configuration errors are an answer. */
function attempt<T>(run: () => T, onConfigError: (message: string) => T): T {
  try {
    return run();
  } catch (error) {
    if (isConfigError(error)) return onConfigError(error.message);
    throw error;
  }
}
