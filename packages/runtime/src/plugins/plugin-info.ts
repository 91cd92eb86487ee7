/** The kinds of plugins that `GET /connector-plugins` lists, by the names it uses. */
export type ListedPluginType =
  'source' | 'sink' | 'converter' | 'header_converter' | 'transformation' | 'predicate';

/** The kinds of plugins a worker knows. */
export type PluginType = ListedPluginType | 'config_provider';

/** One installed plugin. */
export interface PluginInfo<T extends PluginType = PluginType> {
  readonly className: string;
  readonly type: T;
  readonly version: string;
}

/** One that `GET /connector-plugins` lists. */
export type ListedPlugin = PluginInfo<ListedPluginType>;

/** A package of plugins: what its manifest says and the module to import when one of them is used. */
export interface PluginPackage {
  readonly name: string;
  /** URL of the module that exports `plugins`. */
  readonly moduleUrl: string;
  readonly plugins: readonly PluginInfo[];
}
