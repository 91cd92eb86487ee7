import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { PluginDescription } from '../plugin/plugin-description.ts';
import type { PluginLogger } from '../plugin/task-context.ts';

/** What a provider answers. */
export interface ProvidedValues {
  /** The values by key. A key that is left out has none: its reference stays in the configuration as it was written. */
  readonly values: ReadonlyMap<string, string>;
  /**
   * How long the values are good, in milliseconds; by default for ever. Connectors that use one are restarted then, at
   * the earliest after one second, unless their `config.action.reload` is `none`.
   */
  readonly ttlMs?: number;
}

/**
 * Looks up what configurations refer to as `${alias:path:key}` or `${alias:key}`. A worker has several instances: one
 * for its own properties, and one in each thread that makes connectors or tasks.
 */
export interface ConfigProvider {
  /**
   * Called whenever a worker, a connector or a task is configured, once for each path, and never for records.
   * @param path - empty when the reference has none.
   * @throws ConnectError, naming the path and never a value, when the values cannot be read now. What was to be
   * configured does not start then.
   */
  get(path: string, keys: ReadonlySet<string>): Promise<ProvidedValues> | ProvidedValues;
  /** Called once when the worker or thread ends. */
  close?(): Promise<void> | void;
}

/** What a provider is given by the worker. */
export interface ConfigProviderContext {
  /** The name after `config.providers`, by which configurations refer to this provider. */
  readonly alias: string;
  /** Values must not go there. */
  readonly log: PluginLogger;
}

/** Declares a class that provides values of configurations. */
export interface ConfigProviderPlugin<
  D extends ConfigDefinition = ConfigDefinition,
> extends PluginDescription {
  readonly kind: 'config-provider';
  /** The parameters: `config.providers.<alias>.param.<key>`. */
  readonly config: D;
  /** @throws ConfigError when the parameters contradict each other. */
  createProvider(config: ConfigOf<D>, context: ConfigProviderContext): ConfigProvider;
}

/** Declares a config provider class; returns the declaration, typed. */
export function defineConfigProvider<const D extends ConfigDefinition>(
  plugin: Omit<ConfigProviderPlugin<D>, 'kind'>,
): ConfigProviderPlugin<D> {
  return { kind: 'config-provider', ...plugin };
}
