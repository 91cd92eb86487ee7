/** A metric that a plugin registers. It is shown with the tags of the plugin: its connector, its task and its place there. */
export interface PluginMetric {
  /** For example `rows-read-total`; units belong into the name. */
  readonly name: string;
  /** One sentence for people. */
  readonly doc: string;
  /** Tags of its own; none by default. A name of a tag that the plugin has already cannot be used. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Takes values one by one; shown as total, rate per second, mean and greatest value over the worker's windows. */
export interface PluginSensor {
  /** Costs little, but is not for every record: record how many there were. */
  record(value: number): void;
}

/**
 * Where a plugin registers metrics of its own. What it registers is its own: other plugins may use the same names. All of it
 * is removed when the plugin has been closed.
 */
export interface PluginMetrics {
  /**
   * Has a number shown.
   * @param kind - `total` for what only grows, else `gauge`.
   * @param read - called whenever somebody looks, on the thread of the plugin; must be quick.
   * @throws BadRequestError when it exists, or a tag cannot be used.
   * @throws IllegalWorkerStateError when the plugin has been closed.
   */
  addMetric(metric: PluginMetric, kind: 'total' | 'gauge', read: () => number): void;
  /**
   * @throws BadRequestError when there is none of this name and these tags.
   * @throws IllegalWorkerStateError when the plugin has been closed.
   */
  removeMetric(metric: Pick<PluginMetric, 'name' | 'tags'>): void;
  /**
   * Has values counted: shown as `<name>-total`, `<name>-rate`, `<name>-avg` and `<name>-max`.
   * @throws BadRequestError when there is a sensor of this name, or a tag cannot be used.
   * @throws IllegalWorkerStateError when the plugin has been closed.
   */
  addSensor(metric: PluginMetric): PluginSensor;
  /**
   * @throws BadRequestError when there is no sensor of this name.
   * @throws IllegalWorkerStateError when the plugin has been closed.
   */
  removeSensor(name: string): void;
}

/** A converter, transformation or predicate that registers metrics. */
export interface Monitorable {
  /** Called once, before the first record. */
  withPluginMetrics?(metrics: PluginMetrics): void;
}
