import { ConfigError } from '../errors/config-error.ts';
import type { ConfigKey } from './config-key.ts';

/** Configuration keys by name, in the order of their declaration. */
export type ConfigDefinition = Readonly<Record<string, ConfigKey>>;

/** The parsed values of a definition: what {@link parseConfig} returns. */
export type ConfigOf<D extends ConfigDefinition> = {
  readonly [K in keyof D]: D[K] extends ConfigKey<infer T> ? T : never;
};

/**
 * Declares configuration keys: the property name is what users write.
 * @throws ConfigError when a default is refused by the validator of its key.
 */
export function defineConfig<const D extends ConfigDefinition>(keys: D): D {
  for (const [name, { type, hasDefault, defaultValue, validator }] of Object.entries(keys)) {
    const problem = hasDefault ? (validator?.check({ key: name, type, value: defaultValue }) ?? null) : null;
    if (problem !== null) throw new ConfigError(problem, { code: 'CONFIG_VALUE_INVALID', key: name });
  }
  return Object.freeze(keys);
}
