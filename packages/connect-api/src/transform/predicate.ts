import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { ConfigIssue } from '../config/config-issue.ts';
import type { PluginDescription } from '../plugin/plugin-description.ts';
import type { Monitorable } from '../plugin/plugin-metrics.ts';
import type { ConnectRecord } from '../records/connect-record.ts';

/** Tells for which records a transformation is meant. Each transformation that names it has one of its own. */
export interface Predicate extends Monitorable {
  /**
   * Whether the record is one of them. Synchronous; the record must stay as it is.
   * @throws whatever a transformation may throw, with the same effect.
   */
  test(record: ConnectRecord): boolean;
  /** Called once when the task has ended. */
  close?(): void;
}

/** Declares a predicate class. */
export interface PredicatePlugin<D extends ConfigDefinition = ConfigDefinition> extends PluginDescription {
  readonly kind: 'predicate';
  readonly config: D;
  /** What is wrong across options, after each was checked by itself, by the option that is to be changed. */
  validate?(config: ConfigOf<D>): readonly ConfigIssue[];
  /** @throws ConfigError when the options do not fit together. */
  createPredicate(config: ConfigOf<D>): Predicate;
}

/** Declares a predicate class; returns the declaration, typed. */
export function definePredicate<const D extends ConfigDefinition>(
  plugin: Omit<PredicatePlugin<D>, 'kind'>,
): PredicatePlugin<D> {
  return { kind: 'predicate', ...plugin };
}
