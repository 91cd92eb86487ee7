import {
  BadRequestError,
  configInfos,
  describeKey,
  NotFoundError,
  parseConfig,
  validateConfig,
  withIssues,
  withPrefix,
  type ClassResolver,
  type ConfigDefinition,
  type ConfigInfos,
  type ConfigIssue,
  type ConfigKeyInfo,
  type ConfigValue,
} from '@sluice/connect-api';
import type { ConnectorConfig, SubmittedConfig } from '../herder/herder.ts';
import type { ConnectorDefinition } from '../herder/work/connector-work.ts';
import type { ConnectorPlugin, PluginRegistry } from '../plugins/plugin-registry.ts';
import { connectorKeys, sinkKeys, sourceKeys } from './connector-keys.ts';
import { checkSinkTopics } from './sink-topics.ts';

/** A connector that may be started. */
export interface ValidConnector extends ConnectorDefinition {
  readonly type: 'source' | 'sink';
  readonly version: string;
}

const nullValue = 'Null value can not be supplied as the configuration value.';

/** Checks configurations of connectors against everything that is known of their keys, without starting anything. */
export class ConnectorValidator {
  readonly #plugins: PluginRegistry;

  constructor(plugins: PluginRegistry) {
    this.#plugins = plugins;
  }

  /**
   * Every problem of a configuration, key by key.
   * @throws BadRequestError when it names no connector class, ConfigError when there is no such class.
   */
  async validate(config: SubmittedConfig): Promise<ConfigInfos> {
    const plugin = await this.#plugins.connector(connectorClass(config));
    const definition: ConfigDefinition = {
      ...frameworkKeys(plugin),
      ...plugin.config,
      ...(await this.#converterKeys(config)),
    };
    const values = validateConfig(definition, config, { resolveClass: resolveClass(this.#plugins) });
    const checked = withIssues(values, [...nullIssues(config, definition), ...topicIssues(plugin, values)]);
    const problems = checked.some(({ errors }) => errors.length > 0) ? [] : await ownIssues(plugin, config);
    return configInfos(connectorClass(config), definition, withIssues(checked, problems));
  }

  /**
   * What is needed to start a connector.
   * @throws BadRequestError listing every problem, or what `validate` throws.
   */
  async define(name: string, submitted: SubmittedConfig): Promise<ValidConnector> {
    const infos = await this.validate({ ...submitted, name });
    if (infos.error_count > 0) throw invalid(infos);
    const config = { ...submitted, name } as ConnectorConfig;
    const plugin = await this.#plugins.connector(connectorClass(config));
    const values = parseConfig(connectorKeys, config);
    return {
      name,
      config,
      type: plugin.kind,
      version: plugin.version,
      taskClassName: plugin.taskClassName,
      maxTasks: values['tasks.max'],
      enforceMaxTasks: values['tasks.max.enforce'],
    };
  }

  /** The keys of a plugin, those of the framework included for connectors. @throws NotFoundError */
  async pluginConfig(pluginName: string): Promise<ConfigKeyInfo[]> {
    const plugin = await this.#plugins.load(pluginName);
    if (plugin === undefined) {
      throw new NotFoundError(`Unknown plugin ${pluginName}.`, { code: 'PLUGIN_NOT_FOUND' });
    }
    const isConnector = plugin.kind === 'source' || plugin.kind === 'sink';
    const definition = {
      ...plugin.config,
      ...(isConnector ? absentFrom(plugin.config, frameworkKeys(plugin)) : {}),
    };
    return Object.entries(definition).map(([key, value]) => describeKey(key, value));
  }

  /** The keys of the converters that the connector names itself, as far as their classes are known. */
  async #converterKeys(config: SubmittedConfig): Promise<ConfigDefinition> {
    let keys: ConfigDefinition = {};
    for (const role of ['header', 'key', 'value'] as const) {
      const name = config[`${role}.converter`]?.trim();
      if (name === undefined || this.#plugins.find(name, converterTypes(role)) === undefined) continue;
      const plugin =
        role === 'header' ? await this.#plugins.headerConverter(name) : await this.#plugins.converter(name);
      const { 'converter.type': _preset, ...options } = plugin.config;
      keys = { ...keys, ...withPrefix(`${role}.converter.`, options) };
    }
    return keys;
  }
}

/** Finds the classes that configurations name. */
export function resolveClass(plugins: PluginRegistry): ClassResolver {
  return (name, key) => {
    const role = key.startsWith('header.') ? 'header' : 'value';
    return plugins.find(name, converterTypes(role))?.className ?? null;
  };
}

function converterTypes(role: 'key' | 'value' | 'header'): readonly ['converter' | 'header_converter'] {
  return role === 'header' ? ['header_converter'] : ['converter'];
}

function frameworkKeys({ kind }: ConnectorPlugin): ConfigDefinition {
  return { ...connectorKeys, ...(kind === 'sink' ? sinkKeys : sourceKeys) };
}

function absentFrom(own: ConfigDefinition, framework: ConfigDefinition): ConfigDefinition {
  return Object.fromEntries(Object.entries(framework).filter(([key]) => !Object.hasOwn(own, key)));
}

function connectorClass(config: SubmittedConfig): string {
  const name = config['connector.class']?.trim();
  if (name !== undefined && name !== '') return name;
  const keys = Object.keys(config).join(', ');
  throw new BadRequestError(`Connector config {${keys}} contains no connector type`, {
    code: 'CONNECTOR_CLASS_MISSING',
  });
}

function nullIssues(config: SubmittedConfig, definition: ConfigDefinition): ConfigIssue[] {
  return Object.entries(config)
    .filter(([key, value]) => value === null && !isRefusedAlready(definition, key))
    .map(([key]) => ({ key, message: nullValue }));
}

function isRefusedAlready(definition: ConfigDefinition, key: string): boolean {
  const validator = definition[key]?.validator;
  return validator?.check({ key, type: 'STRING', value: null }) != null;
}

function topicIssues({ kind }: ConnectorPlugin, values: readonly ConfigValue[]): ConfigIssue[] {
  if (kind === 'source') return [];
  const valueOf = (key: string): ConfigValue | undefined => values.find(({ name }) => name === key);
  const topics = valueOf('topics');
  if (topics === undefined || topics.errors.length > 0) return [];
  return checkSinkTopics({
    topics: topics.value as readonly string[],
    regex: (valueOf('topics.regex')?.value ?? '') as string,
  });
}

async function ownIssues(plugin: ConnectorPlugin, config: SubmittedConfig): Promise<readonly ConfigIssue[]> {
  if (plugin.validate === undefined) return [];
  return plugin.validate(parseConfig(plugin.config, config));
}

function invalid({ error_count, configs }: ConfigInfos): BadRequestError {
  const messages = configs.flatMap(({ value }) => value?.errors ?? []);
  return new BadRequestError(
    `Connector configuration is invalid and contains the following ${error_count} error(s):\n` +
      `${messages.join('\n')}\n` +
      'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
    { code: 'CONNECTOR_CONFIG_INVALID' },
  );
}
