import { ConfigError } from '@sluice/connect-api';
import type {
  ConfigProviderPlugin,
  ConverterPlugin,
  HeaderConverterPlugin,
  PredicatePlugin,
  SinkConnectorPlugin,
  SourceConnectorPlugin,
  TransformationPlugin,
} from '@sluice/connect-api';
import type { ListedPlugin, ListedPluginType, PluginInfo, PluginPackage, PluginType } from './plugin-info.ts';
import { pluginAliases } from './plugin-names.ts';

export type ConnectorPlugin = SourceConnectorPlugin | SinkConnectorPlugin;
export type AnyPlugin =
  | ConnectorPlugin
  | ConverterPlugin
  | HeaderConverterPlugin
  | TransformationPlugin
  | PredicatePlugin
  | ConfigProviderPlugin;

interface Installed extends PluginInfo {
  readonly from: PluginPackage;
}

const listOrder: readonly ListedPluginType[] = [
  'sink',
  'source',
  'transformation',
  'predicate',
  'converter',
  'header_converter',
];

/** The plugins of a worker: knows them from their manifests and imports a package when a plugin of it is used. */
export class PluginRegistry {
  readonly packages: readonly PluginPackage[];
  readonly #installed: readonly Installed[];
  readonly #classByAlias: ReadonlyMap<string, string>;

  constructor(packages: readonly PluginPackage[]) {
    this.packages = packages;
    this.#installed = packages.flatMap((from) => from.plugins.map((plugin) => ({ ...plugin, from })));
    this.#classByAlias = aliasesOf(this.#installed);
  }

  /** In the order `GET /connector-plugins` lists them. */
  list(): ListedPlugin[];
  list<T extends PluginType>(types: readonly T[]): PluginInfo<T>[];
  list(types: readonly PluginType[] = listOrder): PluginInfo[] {
    const order: readonly PluginType[] = listOrder;
    return this.#installed
      .filter(({ type }) => types.includes(type))
      .map(({ className, type, version }) => ({ className, type, version }))
      .sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type) || (a.className < b.className ? -1 : 1));
  }

  /** The plugin of one of the types (all that are listed by default) that the name (class name or alias) means. */
  find(name: string, types: readonly PluginType[] = listOrder): PluginInfo | undefined {
    const className = this.#classByAlias.get(name) ?? name;
    return this.#installed.find((plugin) => plugin.className === className && types.includes(plugin.type));
  }

  /**
   * Imports the package of a connector.
   * @throws ConfigError naming the known connectors when there is none of that name.
   */
  async connector(name: string): Promise<ConnectorPlugin> {
    const found = this.find(name, ['source', 'sink']);
    if (found === undefined) throw unknownConnector(name, this.list(['source', 'sink']));
    const plugin = await this.#load(found);
    if (plugin.kind !== 'source' && plugin.kind !== 'sink') throw broken(found, `is a ${plugin.kind}`);
    return plugin;
  }

  /** Imports the package of a key or value converter. */
  async converter(name: string): Promise<ConverterPlugin> {
    const found = this.find(name, ['converter']);
    if (found === undefined) throw unknownClass(name, 'Converter', this.list(['converter']));
    const plugin = await this.#load(found);
    if (plugin.kind !== 'converter') throw broken(found, `is a ${plugin.kind}`);
    return plugin;
  }

  /** Imports the package of a header converter. */
  async headerConverter(name: string): Promise<HeaderConverterPlugin | ConverterPlugin> {
    const found = this.find(name, ['header_converter']);
    if (found === undefined) throw unknownClass(name, 'HeaderConverter', this.list(['header_converter']));
    const plugin = await this.#load(found);
    if (plugin.kind === 'header-converter') return plugin;
    if (plugin.kind === 'converter' && plugin.createHeaderConverter !== undefined) return plugin;
    throw broken(found, 'does not convert headers');
  }

  /** Imports the package of a transformation. */
  async transformation(name: string): Promise<TransformationPlugin> {
    const found = this.find(name, ['transformation']);
    if (found === undefined) throw unknownClass(name, 'Transformation', this.list(['transformation']));
    const plugin = await this.#load(found);
    if (plugin.kind !== 'transformation') throw broken(found, `is a ${plugin.kind}`);
    return plugin;
  }

  /** Imports the package of a predicate. */
  async predicate(name: string): Promise<PredicatePlugin> {
    const found = this.find(name, ['predicate']);
    if (found === undefined) throw unknownClass(name, 'Predicate', this.list(['predicate']));
    const plugin = await this.#load(found);
    if (plugin.kind !== 'predicate') throw broken(found, `is a ${plugin.kind}`);
    return plugin;
  }

  /** Imports the package of a config provider; `undefined` when there is none of that name. */
  async configProvider(name: string): Promise<ConfigProviderPlugin | undefined> {
    const found = this.find(name, ['config_provider']);
    if (found === undefined) return undefined;
    const plugin = await this.#load(found);
    if (plugin.kind !== 'config-provider') throw broken(found, `is a ${plugin.kind}`);
    return plugin;
  }

  /**
   * The plugin of a listed type that a name means.
   * @throws ConfigError when the package cannot be imported or does not export it.
   */
  async load(name: string): Promise<AnyPlugin | undefined> {
    const found = this.find(name);
    return found === undefined ? undefined : this.#load(found);
  }

  async #load(info: PluginInfo): Promise<AnyPlugin> {
    const { from } = this.#installed.find((plugin) => plugin.className === info.className) as Installed;
    let module: { plugins?: readonly AnyPlugin[] };
    try {
      module = (await import(from.moduleUrl)) as typeof module;
    } catch (error) {
      throw broken(info, `cannot be loaded from ${from.name}: ${(error as Error).message}`, error);
    }
    const plugin = module.plugins?.find(({ className }) => className === info.className);
    if (plugin === undefined)
      throw broken(info, `is listed by ${from.name}, but its module does not export it`);
    return plugin;
  }
}

/** An alias that several classes share means none of them. */
function aliasesOf(installed: readonly PluginInfo[]): Map<string, string> {
  const classesByAlias = new Map<string, Set<string>>();
  for (const { className, type } of installed) {
    for (const alias of pluginAliases(className, type)) {
      const classes = classesByAlias.get(alias) ?? new Set<string>();
      classesByAlias.set(alias, classes.add(className));
    }
  }
  const unique = [...classesByAlias].filter(([, classes]) => classes.size === 1);
  return new Map(unique.map(([alias, [className]]) => [alias, className as string]));
}

function unknownConnector(name: string, known: readonly PluginInfo[]): ConfigError {
  const descriptions = known.map(
    ({ className, type, version }) =>
      `PluginDesc{klass=class ${className}, name='${className}', version='${version}', ` +
      `encodedVersion=${version}, type=${type}, typeName='${type}', location='classpath'}`,
  );
  return new ConfigError(
    `Failed to find any class that implements Connector and which name matches ${name}, ` +
      `available connectors are: ${descriptions.join(', ')}`,
    { code: 'PLUGIN_UNKNOWN' },
  );
}

function unknownClass(name: string, role: string, known: readonly PluginInfo[]): ConfigError {
  const names = known.map(({ className }) => className).join(', ');
  return new ConfigError(
    `Failed to find any class that implements ${role} and which name matches ${name}, available are: ${names}`,
    { code: 'PLUGIN_UNKNOWN' },
  );
}

function broken({ className }: PluginInfo, why: string, cause?: unknown): ConfigError {
  return new ConfigError(`The plugin ${className} ${why}`, { code: 'PLUGIN_BROKEN', cause });
}
