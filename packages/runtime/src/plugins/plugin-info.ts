/** The kinds of plugins a worker knows, by the names `GET /connector-plugins` uses. */
export type PluginType =
  | 'source'
  | 'sink'
  | 'converter'
  | 'header_converter'
  | 'transformation'
  | 'predicate';

/** One installed plugin as it is listed. */
export interface PluginInfo {
  readonly className: string;
  readonly type: PluginType;
  readonly version: string;
}
