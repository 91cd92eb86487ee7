import type {
  ConfigProviderPlugin,
  ConverterPlugin,
  HeaderConverterPlugin,
  PredicatePlugin,
  RestExtensionPlugin,
  TransformationPlugin,
} from '@sluice/connect-api';
import { InstalledPlugins, type InstalledPlugin, type VersionChoice } from './installed-plugins.ts';
import {
  ambiguousConnector,
  broken,
  unknownClass,
  unknownConnector,
  unknownVersion,
  versionsOf,
} from './plugin-errors.ts';
import type {
  BrokenPlugin,
  ListedPlugin,
  ListedPluginType,
  PluginInfo,
  PluginPackage,
  PluginType,
} from './plugin-info.ts';
import { exportedPlugin, type AnyPlugin, type ConnectorPlugin } from './plugin-kinds.ts';
import { pluginAliases } from './plugin-names.ts';
import { compareVersions } from './version-range.ts';

export type { AnyPlugin, ConnectorPlugin } from './plugin-kinds.ts';
export type { VersionChoice } from './installed-plugins.ts';

const listOrder: readonly ListedPluginType[] = [
  'sink',
  'source',
  'transformation',
  'predicate',
  'converter',
  'header_converter',
];

const connectorTypes = ['source', 'sink'] as const;

/** What the plugins of a worker are known from. */
export interface RegistryOptions {
  /** What was found and cannot be used. */
  readonly broken?: readonly BrokenPlugin[];
  /** Imports the module of a package; by its URL as it is by default. */
  readonly importModule?: (url: string) => Promise<object>;
}

/** The plugins of a worker: knows them from their manifests and imports a package when a plugin of it is used. */
export class PluginRegistry {
  readonly packages: readonly PluginPackage[];
  readonly #installed: InstalledPlugins;
  readonly #foundBroken: readonly BrokenPlugin[];
  readonly #importModule: (url: string) => Promise<object>;
  /** What turned out to be broken when it was loaded, with the reason. */
  readonly #failures = new Map<InstalledPlugin, string>();

  constructor(
    packages: readonly PluginPackage[],
    { broken: found = [], importModule }: RegistryOptions = {},
  ) {
    this.packages = packages;
    this.#installed = new InstalledPlugins(packages);
    this.#foundBroken = found;
    this.#importModule = importModule ?? (async (url) => (await import(url)) as object);
  }

  /**
   * Every version of each, in the order `GET /connector-plugins` lists them; as Java does, without those that are known
   * to be broken.
   */
  list(): ListedPlugin[];
  list<T extends PluginType>(types: readonly T[]): PluginInfo<T>[];
  list(types: readonly PluginType[] = listOrder): PluginInfo[] {
    const order: readonly PluginType[] = listOrder;
    return this.#installed.all
      .filter((plugin) => types.includes(plugin.type) && !this.#failures.has(plugin))
      .map(({ className, type, version }) => ({ className, type, version }))
      .sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type) || compareNames(a, b));
  }

  /** The class names of some types, each once, in the order of {@link list}. */
  classNames(types: readonly PluginType[]): string[] {
    return [...new Set(this.list(types).map(({ className }) => className))];
  }

  /** Everything that was found and cannot be used: of manifests, of duplicates, and of what was loaded so far. */
  broken(): BrokenPlugin[] {
    const describe = ({ className, type, version, from }: InstalledPlugin, reason: string): BrokenPlugin => ({
      location: from.location ?? from.name,
      packageName: from.name,
      className,
      type,
      version,
      reason,
    });
    const duplicates = this.#installed.duplicates.map((plugin) => {
      const used = this.#installed.choose(plugin.className, [plugin.type], {
        version: `[${plugin.version}]`,
      });
      const where = used?.from.location ?? 'the worker itself';
      return describe(plugin, `The same class in the same version comes from ${where}, which is used`);
    });
    const failures = [...this.#failures].map(([plugin, reason]) => describe(plugin, reason));
    return [...this.#foundBroken, ...duplicates, ...failures];
  }

  /** The aliases that mean nothing because several classes share them. */
  sharedAliases(): ReturnType<InstalledPlugins['sharedAliases']> {
    return this.#installed.sharedAliases();
  }

  /** Notes that a plugin of `packages` cannot be used although its manifest is good. */
  markBroken({ moduleUrl }: PluginPackage, { className, type }: PluginInfo, reason: string): void {
    const plugin = this.#installed.all.find(
      (one) => one.from.moduleUrl === moduleUrl && one.className === className && one.type === type,
    );
    if (plugin !== undefined) this.#failures.set(plugin, reason);
  }

  /**
   * The plugin of one of the types (all that are listed by default) that the name (class name or alias) means: the
   * newest version that fits.
   */
  find(
    name: string,
    types: readonly PluginType[] = listOrder,
    choice: VersionChoice = {},
  ): InstalledPlugin | undefined {
    return this.#installed.choose(name, types, choice);
  }

  /** The versions that are installed of what a name means, from the oldest to the newest. */
  versions(name: string, types: readonly PluginType[]): string[] {
    return versionsOf(this.#installed.versions(name, types));
  }

  /** Why the plugin that a name means cannot be used, as far as is known; `null` when it can, or there is none. */
  reasonBroken(name: string, types: readonly PluginType[], choice: VersionChoice = {}): string | null {
    const found = this.find(name, types, choice);
    const reason = found === undefined ? this.#foundReason(name, types) : this.#failures.get(found);
    return reason === undefined
      ? null
      : broken(found ?? { className: name }, `cannot be used: ${reason}`).message;
  }

  /**
   * Imports the package of a connector.
   * @throws ConfigError naming the known connectors when there is none of that name.
   */
  async connector(name: string, choice: VersionChoice = {}): Promise<ConnectorPlugin> {
    const found = this.find(name, connectorTypes, choice);
    if (found !== undefined) return (await this.#load(found)) as ConnectorPlugin;
    this.#refuse(name, connectorTypes, choice);
    const sharing = this.#installed.sharing(name, connectorTypes);
    if (sharing.length > 0) throw ambiguousConnector(name, sharing);
    throw unknownConnector(name, this.#sorted(connectorTypes));
  }

  /** Imports the package of a key or value converter. */
  async converter(name: string, choice: VersionChoice = {}): Promise<ConverterPlugin> {
    return (await this.#loadNamed(name, 'converter', choice)) as ConverterPlugin;
  }

  /** Imports the package of a header converter. */
  async headerConverter(
    name: string,
    choice: VersionChoice = {},
  ): Promise<HeaderConverterPlugin | ConverterPlugin> {
    return (await this.#loadNamed(name, 'header_converter', choice)) as HeaderConverterPlugin;
  }

  /** Imports the package of a transformation. */
  async transformation(name: string, choice: VersionChoice = {}): Promise<TransformationPlugin> {
    return (await this.#loadNamed(name, 'transformation', choice)) as TransformationPlugin;
  }

  /** Imports the package of a predicate. */
  async predicate(name: string, choice: VersionChoice = {}): Promise<PredicatePlugin> {
    return (await this.#loadNamed(name, 'predicate', choice)) as PredicatePlugin;
  }

  /** Imports the package of a config provider; `undefined` when there is none of that name. */
  async configProvider(name: string): Promise<ConfigProviderPlugin | undefined> {
    const found = this.find(name, ['config_provider']);
    if (found !== undefined) return (await this.#load(found)) as ConfigProviderPlugin;
    this.#refuse(name, ['config_provider'], {});
    return undefined;
  }

  /** Imports the package of an extension of the REST API. */
  async restExtension(name: string): Promise<RestExtensionPlugin> {
    return (await this.#loadNamed(name, 'rest_extension', {})) as RestExtensionPlugin;
  }

  /**
   * The plugin of a listed type that a name means.
   * @throws ConfigError when it is not there in that version, or the package cannot be imported or does not export it.
   */
  async load(name: string, choice: VersionChoice = {}): Promise<AnyPlugin | undefined> {
    const found = this.find(name, listOrder, choice);
    if (found === undefined) this.#refuse(name, listOrder, choice);
    return found === undefined ? undefined : this.#load(found);
  }

  async #loadNamed(name: string, type: keyof typeof roles, choice: VersionChoice): Promise<AnyPlugin> {
    const found = this.find(name, [type], choice);
    if (found !== undefined) return this.#load(found);
    this.#refuse(name, [type], choice);
    throw unknownClass(name, roles[type], this.#sorted([type]));
  }

  async #load(info: InstalledPlugin): Promise<AnyPlugin> {
    const { from } = info;
    let exported: AnyPlugin | string;
    try {
      exported = exportedPlugin(await this.#importModule(from.moduleUrl), info);
    } catch (error) {
      throw this.#failed(info, `cannot be loaded from ${from.name}: ${(error as Error).message}`, error);
    }
    if (typeof exported !== 'string') return exported;
    throw this.#failed(info, `is not what ${from.name} lists: ${exported}`);
  }

  #failed(info: InstalledPlugin, reason: string, cause?: unknown): Error {
    const others = this.versions(info.className, [info.type]).filter((version) => version !== info.version);
    const instead =
      others.length === 0
        ? 'Install a version that works'
        : `Install a version that works, or ask for another one that is there: ${others.join(', ')}`;
    this.#failures.set(info, `It ${reason}. ${instead}`);
    return broken(info, `${info.version} ${reason}. ${instead}`, cause);
  }

  /** @throws ConfigError when something of that name is installed, but not in the version or the state to be used. */
  #refuse(name: string, types: readonly PluginType[], { version }: VersionChoice): void {
    const others = this.#installed.versions(name, types);
    if (others.length > 0) throw unknownVersion(version ?? 'latest', others);
    const reason = this.#foundReason(name, types);
    if (reason !== undefined) throw broken({ className: name }, `cannot be used: ${reason}`);
  }

  #foundReason(name: string, types: readonly PluginType[]): string | undefined {
    return this.#foundBroken.find(
      ({ className, type }) =>
        className !== null &&
        (type === null || types.includes(type)) &&
        [className, ...types.flatMap((one) => pluginAliases(className, one))].includes(name),
    )?.reason;
  }

  #sorted(types: readonly PluginType[]): InstalledPlugin[] {
    return this.#installed.all.filter(({ type }) => types.includes(type)).sort(compareNames);
  }
}

const roles = {
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
  rest_extension: 'interface org.apache.kafka.connect.rest.ConnectRestExtension',
} as const;

function compareNames(a: PluginInfo, b: PluginInfo): number {
  if (a.className !== b.className) return a.className < b.className ? -1 : 1;
  return compareVersions(a.version, b.version);
}
