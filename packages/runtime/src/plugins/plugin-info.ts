/** The kinds of plugins that `GET /connector-plugins` lists, by the names it uses. */
export type ListedPluginType =
  'source' | 'sink' | 'converter' | 'header_converter' | 'transformation' | 'predicate';

/** The kinds of plugins a worker knows. The last one can be installed and is listed; nothing makes use of it yet. */
export type PluginType =
  ListedPluginType | 'config_provider' | 'rest_extension' | 'connector_client_config_override_policy';

/** One installed plugin. */
export interface PluginInfo<T extends PluginType = PluginType> {
  readonly className: string;
  readonly type: T;
  readonly version: string;
  /** `false` when it goes by its full class name only; absent otherwise. */
  readonly hasAliases?: false;
}

/** One that `GET /connector-plugins` lists. */
export type ListedPlugin = PluginInfo<ListedPluginType>;

/** A package of plugins: what its manifest says and the module to import when one of them is used. */
export interface PluginPackage {
  readonly name: string;
  /**
   * The folder that stands for it in `plugin.path`: packages with the same one were installed together. `null` for what
   * every worker brings along.
   */
  readonly location: string | null;
  /** URL of the module that exports `plugins`. */
  readonly moduleUrl: string;
  readonly plugins: readonly PluginInfo[];
}

/** Something in `plugin.path` that cannot be used, as far as is known what it is. */
export interface BrokenPlugin {
  /** The folder or file. */
  readonly location: string;
  readonly packageName: string | null;
  readonly className: string | null;
  readonly type: PluginType | null;
  readonly version: string | null;
  /** Why, and what to do. */
  readonly reason: string;
}
