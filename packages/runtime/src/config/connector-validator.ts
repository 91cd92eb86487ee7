import {
  BadRequestError,
  configInfos,
  describeKey,
  NotFoundError,
  parseConfig,
  validateConfig,
  withIssues,
  type ConfigDefinition,
  type ConfigInfos,
  type ConfigIssue,
  type ConfigKeyInfo,
} from '@sluice/connect-api';
import type { ConnectorConfig, SubmittedConfig } from '../herder/herder.ts';
import type { ConnectorDefinition } from '../herder/work/connector-instance.ts';
import { problemOfRange } from '../plugins/plugin-errors.ts';
import type { ConnectorPlugin, PluginRegistry, VersionChoice } from '../plugins/plugin-registry.ts';
import { nullIssues, topicIssues } from './connector-issues.ts';
import { loadNamed } from './load-named.ts';
import { sinkGroupIssues } from './sink-group-issues.ts';
import { listedTypes, resolveClass } from './resolve-class.ts';
import { problemOfVersion } from './versions/version-problem.ts';
import { exactlyOnceIssues } from './exactly-once-issues.ts';
import { careKeysInUse, restartSettingsOf } from './connector-care.ts';
import { connectorKeys } from './keys/connector-keys.ts';
import type { Offer } from './keys/offer.ts';
import { connectorVersionKey, frameworkKeys, keysWithoutVersion, offeredKeys } from './keys/offered-keys.ts';
import { chainIssues } from './chain/chain-issues.ts';
import { chainKeys } from './chain/chain-keys.ts';
import { validateConverters } from './converter-choice.ts';
import { validateOverrides } from './overrides/validate-overrides.ts';
import { ConfigResolver } from './providers/config-resolver.ts';
import { withReferences } from './providers/hidden-values.ts';
import { topicCreationKeys } from './topic-creation/topic-creation-keys.ts';

/** A connector that may be started. */
export interface ValidConnector extends ConnectorDefinition {
  readonly type: 'source' | 'sink';
  readonly version: string;
}

export interface ValidatorOptions {
  /** Resolves references in configurations; without it there are no providers. */
  readonly resolver?: Pick<ConfigResolver, 'resolve'>;
  /** Of a worker of a cluster: whether its sources deliver exactly once. */
  readonly isExactlyOnce?: boolean | null;
  /** `group.id` of a worker of a cluster. */
  readonly workerGroupId?: string | null;
}

/** Checks configurations of connectors against everything that is known of their keys, without starting anything. */
export class ConnectorValidator {
  readonly #plugins: PluginRegistry;
  readonly #worker: Readonly<Record<string, string>>;
  readonly #resolver: Pick<ConfigResolver, 'resolve'>;
  readonly #isExactlyOnce: boolean | null;
  readonly #workerGroupId: string | null;

  /** @param worker - the worker's properties, for the converters of connectors that name none. */
  constructor(
    plugins: PluginRegistry,
    worker: Readonly<Record<string, string>> = {},
    { resolver = withoutProviders(), isExactlyOnce = null, workerGroupId = null }: ValidatorOptions = {},
  ) {
    this.#plugins = plugins;
    this.#worker = worker;
    this.#resolver = resolver;
    this.#isExactlyOnce = isExactlyOnce;
    this.#workerGroupId = workerGroupId;
  }

  /**
   * Every problem of a configuration, key by key.
   * @throws BadRequestError when it names no connector class, ConfigError when there is no such class.
   */
  async validate(submitted: SubmittedConfig): Promise<ConfigInfos> {
    const { config, provided } = await this.#resolver.resolve(submitted);
    return provided.guard(async () => withReferences(await this.#check(config), submitted, provided));
  }

  /**
   * What is needed to start a connector.
   * @throws BadRequestError listing every problem, or what `validate` throws.
   */
  async define(name: string, submitted: SubmittedConfig): Promise<ValidConnector> {
    const { config, provided } = await this.#resolver.resolve({ ...submitted, name });
    return provided.guard(async () => {
      const infos = withReferences(await this.#check(config), submitted, provided);
      if (infos.error_count > 0) throw invalid(infos);
      return { name, config: withoutNulls({ ...submitted, name }), ...(await this.#facts(config)) };
    });
  }

  /**
   * What is needed to start a connector whose configuration was checked when it was stored.
   * @throws ConfigError when its class, or a key of the framework, is wrong for this worker.
   */
  async recognise(name: string, stored: ConnectorConfig): Promise<ValidConnector> {
    const { config, provided } = await this.#resolver.resolve(stored);
    return provided.guard(async () => ({ name, config: stored, ...(await this.#facts(config)) }));
  }

  /** What a herder has to know, from a resolved configuration that is good. */
  async #facts(config: SubmittedConfig): Promise<Omit<ValidConnector, 'name' | 'config'>> {
    const plugin = await this.#plugins.connector(connectorClass(config), versionOf(config));
    const values = parseConfig(connectorKeys, withoutNulls(config));
    return {
      type: plugin.kind,
      version: plugin.version,
      taskClassName: plugin.taskClassName,
      maxTasks: values['tasks.max'],
      enforceMaxTasks: values['tasks.max.enforce'],
      restart: restartSettingsOf(config, this.#worker),
    };
  }

  /** Every problem of a resolved configuration. */
  async #check(config: SubmittedConfig): Promise<ConfigInfos> {
    const name = connectorClass(config);
    const choice = understoodVersionOf(config);
    const found = this.#plugins.find(name, ['source', 'sink'], choice);
    const near = found?.from.location ?? null;
    const offer = { plugins: this.#plugins, worker: this.#worker, config, near };
    if (found === undefined && this.#plugins.find(name, ['source', 'sink']) !== undefined) {
      return withoutVersion(name, offer);
    }
    const plugin = await this.#plugins.connector(name, choice);
    await loadNamed(offer);
    const own = await this.#checkOwn(plugin, offer);
    return joined(own, [
      ...(await validateOverrides(plugin.kind, config, this.#worker)),
      ...(await validateConverters(offer)),
    ]);
  }

  /** Every problem with the keys of the framework and of the plugins that stand among them. */
  async #checkOwn(plugin: ConnectorPlugin, offer: Offer): Promise<ConfigInfos> {
    const { plugins, config } = offer;
    const definition = {
      ...offeredKeys(plugin, offer),
      ...(await chainKeys(offer)),
      ...(plugin.kind === 'source' ? topicCreationKeys(config, this.#worker) : {}),
      ...careKeysInUse(config, this.#worker),
      ...plugin.config,
    };
    const values = validateConfig(definition, config, { resolveClass: resolveClass(plugins) });
    const checked = withIssues(values, [
      ...topicIssues(plugin, values),
      ...sinkGroupIssues(plugin, config, this.#workerGroupId),
      ...nullIssues(plugin.config, config),
    ]);
    const isGood = checked.every(({ errors }) => errors.length === 0);
    const isExactlyOnce = this.#isExactlyOnce;
    const promises =
      isExactlyOnce === null ? [] : exactlyOnceIssues(plugin, checked, { config, isExactlyOnce });
    const problems = isGood
      ? [...(await chainIssues(offer)), ...(await ownIssues(plugin, config)), ...promises]
      : promises;
    return configInfos(config['connector.class'] as string, definition, withIssues(checked, problems));
  }

  /**
   * The keys of a plugin, those of the framework included for connectors.
   * @param version - a version or a range of versions; the newest by default.
   * @throws NotFoundError, or BadRequestError when no installed version is wanted.
   */
  async pluginConfig(pluginName: string, version = 'latest'): Promise<ConfigKeyInfo[]> {
    this.#refuseVersion(pluginName, version);
    const plugin = await this.#plugins.load(pluginName, { version });
    if (plugin === undefined) {
      this.#refuseUnlisted(pluginName);
      throw new NotFoundError(`Unknown plugin ${pluginName}.`, { code: 'PLUGIN_NOT_FOUND' });
    }
    const isConnector = plugin.kind === 'source' || plugin.kind === 'sink';
    const framework: ConfigDefinition = isConnector
      ? { ...frameworkKeys(plugin), ...connectorVersionKey({ name: pluginName }, { plugins: this.#plugins }) }
      : {};
    const definition: ConfigDefinition = { ...plugin.config, ...framework, ...plugin.config };
    return Object.entries(definition).map(([key, value]) => describeKey(key, value));
  }

  #refuseVersion(name: string, version: string): void {
    const found = this.#plugins.find(name);
    if (found === undefined) return;
    if (problemOfRange(version) !== null) {
      throw new BadRequestError(`Invalid version specification: ${version}`, {
        code: 'PLUGIN_VERSION_INVALID',
      });
    }
    const problem = problemOfVersion(this.#plugins, { name, types: listedTypes }, version);
    if (problem !== null) throw new BadRequestError(problem, { code: 'PLUGIN_VERSION_NOT_FOUND' });
  }

  #refuseUnlisted(name: string): void {
    if (this.#plugins.find(name, unlistedTypes) === undefined) return;
    throw new BadRequestError(
      `Invalid plugin class ${name}. Valid types are sink, source, converter, header_converter, transformation, predicate.`,
      { code: 'PLUGIN_TYPE_NOT_LISTED' },
    );
  }
}

function withoutProviders(): ConfigResolver {
  return new ConfigResolver(() => Promise.resolve(new Map()));
}

/** A null that is good means the same as leaving the key out. */
function withoutNulls(config: SubmittedConfig): ConnectorConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null)) as ConnectorConfig;
}

/** Only what `GET /connector-plugins` lists has keys that can be asked for. */
const unlistedTypes = [
  'config_provider',
  'rest_extension',
  'connector_client_config_override_policy',
] as const;

function versionOf(config: SubmittedConfig): VersionChoice {
  return { version: config['connector.plugin.version'] };
}

/** A text that is no version is an error of its key; everything else is checked as if it were not there. */
function understoodVersionOf(config: SubmittedConfig): VersionChoice {
  const choice = versionOf(config);
  return problemOfRange(choice.version ?? '') === null ? choice : {};
}

/** What can be said where the version of the connector that is asked for is not installed. */
function withoutVersion(name: string, offer: Offer): ConfigInfos {
  const { config, plugins } = offer;
  const wanted = config['connector.plugin.version'] ?? '';
  const message = problemOfVersion(plugins, { name, types: ['source', 'sink'] }, wanted) ?? '';
  const keys = keysWithoutVersion({ name }, offer);
  const values = withIssues(validateConfig(keys, config), [
    { key: 'connector.class', message },
    ...nullIssues({}, config),
  ]);
  return configInfos(config['connector.class'] as string, keys, values);
}

function connectorClass(config: SubmittedConfig): string {
  const name = config['connector.class']?.trim();
  if (name !== undefined && name !== '') return name;
  // Keys only: values may be secrets.
  const keys = Object.keys(config).join(', ');
  throw new BadRequestError(`Connector config {${keys}} contains no connector type`, {
    code: 'CONNECTOR_CLASS_MISSING',
  });
}

async function ownIssues(plugin: ConnectorPlugin, config: SubmittedConfig): Promise<readonly ConfigIssue[]> {
  if (plugin.validate === undefined) return [];
  return plugin.validate(parseConfig(plugin.config, config));
}

/** The parts of a result as one. */
function joined(first: ConfigInfos, others: readonly ConfigInfos[]): ConfigInfos {
  const parts = [first, ...others];
  return {
    name: first.name,
    error_count: parts.reduce((count, { error_count }) => count + error_count, 0),
    groups: [...new Set(parts.flatMap(({ groups }) => groups))],
    configs: parts.flatMap(({ configs }) => configs),
  };
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
