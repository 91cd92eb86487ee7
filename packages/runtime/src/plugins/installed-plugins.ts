import type { PluginInfo, PluginPackage, PluginType } from './plugin-info.ts';
import { pluginAliases } from './plugin-names.ts';
import { parseVersionRange, compareVersions } from './version-range.ts';

/** One installed plugin, with the package that it comes from. */
export interface InstalledPlugin extends PluginInfo {
  readonly from: PluginPackage;
}

/** Which of several installed versions is wanted. */
export interface VersionChoice {
  /** A version or a range of versions, as a configuration has it; any by default. */
  readonly version?: string | null | undefined;
  /** The location of the connector: of plugins that fit, one that lies there comes first. */
  readonly near?: string | null;
}

/** What manifests say is installed. The same class in the same version counts once: where it was found first. */
export class InstalledPlugins {
  readonly all: readonly InstalledPlugin[];
  /** What is not used because the same was found before. */
  readonly duplicates: readonly InstalledPlugin[];
  readonly #byName = new Map<string, InstalledPlugin[]>();
  readonly #classesByAlias: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(packages: readonly PluginPackage[]) {
    const found = packages.flatMap((from) => from.plugins.map((plugin) => ({ ...plugin, from })));
    const byIdentity = Map.groupBy(found, ({ className, type, version }) =>
      [type, className, version].join(' '),
    );
    this.all = [...byIdentity.values()].map(([first]) => first as InstalledPlugin);
    this.duplicates = [...byIdentity.values()].flatMap((same) => same.slice(1));
    for (const plugin of this.all) {
      this.#byName.set(plugin.className, [...(this.#byName.get(plugin.className) ?? []), plugin]);
    }
    this.#classesByAlias = classesByAlias(this.all);
  }

  /** The class that a name means: an alias that several classes share means none of them. */
  classOf(name: string): string {
    const classes = this.#classesByAlias.get(name);
    return classes?.size === 1 ? ([...classes][0] as string) : name;
  }

  /** The classes of some types that share an alias; empty when the name is no such alias. */
  sharing(alias: string, types: readonly PluginType[]): readonly InstalledPlugin[] {
    const classes = this.#classesByAlias.get(alias);
    if (classes === undefined || classes.size === 1) return [];
    return this.all.filter(({ className, type }) => classes.has(className) && types.includes(type));
  }

  /** Every alias that several classes share, with the classes; those of other kinds count too. */
  sharedAliases(): { readonly alias: string; readonly classes: readonly string[] }[] {
    const shared = [...this.#classesByAlias].filter(([, classes]) => classes.size > 1);
    return shared.map(([alias, classes]) => ({ alias, classes: [...classes] }));
  }

  /** All versions of what a name means, from the oldest to the newest. */
  versions(name: string, types: readonly PluginType[]): readonly InstalledPlugin[] {
    const known = this.#byName.get(this.classOf(name)) ?? [];
    return known
      .filter(({ type }) => types.includes(type))
      .sort((a, b) => compareVersions(a.version, b.version));
  }

  /** The newest that fits: of those in the location that is preferred, or else of all. */
  choose(
    name: string,
    types: readonly PluginType[],
    { version, near }: VersionChoice = {},
  ): InstalledPlugin | undefined {
    const fitting = this.versions(name, types).filter(fits(version));
    const nearest =
      near === null || near === undefined ? [] : fitting.filter(({ from }) => from.location === near);
    return nearest.at(-1) ?? fitting.at(-1);
  }
}

/** Whether a version is wanted; of a text that is no range, none is. */
function fits(wanted: string | null | undefined): (plugin: PluginInfo) => boolean {
  if (wanted === null || wanted === undefined || wanted === 'latest') return () => true;
  const range = parseVersionRange(wanted.trim());
  return ({ version }) => range?.includes(version) === true;
}

function classesByAlias(installed: readonly PluginInfo[]): Map<string, Set<string>> {
  const classes = new Map<string, Set<string>>();
  for (const { className, type, hasAliases = true } of installed) {
    if (!hasAliases) continue;
    for (const alias of pluginAliases(className, type)) {
      classes.set(alias, (classes.get(alias) ?? new Set<string>()).add(className));
    }
  }
  return classes;
}
