/** The kinds of plugins a worker knows, by the names `GET /connector-plugins` uses. */
export type PluginType =
  'source' | 'sink' | 'converter' | 'header_converter' | 'transformation' | 'predicate';

/** One installed plugin as it is listed. */
export interface PluginInfo {
  readonly className: string;
  readonly type: PluginType;
  readonly version: string;
}

/** A package of plugins: what its manifest says and the module to import when one of them is used. */
export interface PluginPackage {
  readonly name: string;
  /** URL of the module that exports `plugins`. */
  readonly moduleUrl: string;
  readonly plugins: readonly PluginInfo[];
}
