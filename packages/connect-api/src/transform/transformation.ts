import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { ConfigIssue } from '../config/config-issue.ts';
import type { ConfigProperties } from '../config/parse-config.ts';
import type { PluginDescription } from '../plugin/plugin-description.ts';
import type { Monitorable } from '../plugin/plugin-metrics.ts';
import type { ConnectRecord } from '../records/connect-record.ts';

/**
 * Changes records on their way, one after the other, synchronously and on the task's thread. Made once for each
 * alias in a connector's `transforms`, and used by one task alone.
 */
export interface Transformation extends Monitorable {
  /**
   * The record to go on with: this one, another (see `ConnectRecord.with`), or `null` to drop it. The record that
   * is given must stay as it is: change copies.
   * @throws RetriableError to be called again with the same record, as `errors.retry.timeout` says.
   * @throws DataError when the record is not of the kind that the transformation needs; `errors.tolerance` decides.
   */
  apply(record: ConnectRecord): ConnectRecord | null;
  /**
   * The half of the record in which each map that `apply` returns is a new one, to which the transformation keeps no
   * reference. The transformation right after it may then work {@link Transformation.applyInPlace | in place}.
   */
  readonly renewsMapOf?: 'key' | 'value';
  /**
   * Like `apply`, but the map in the half that `renewsMapOf` names, though not the maps inside it, belongs to nobody
   * else and may be changed. Called instead of `apply` where the transformation before has renewed the same half.
   */
  applyInPlace?(record: ConnectRecord): ConnectRecord | null;
  /**
   * A way to do in one go what this transformation and the next ones do; `null` where it knows none. Called once, when
   * the chain is made.
   * @param following - the transformations after this one that apply to all records that it applies to; may be none.
   */
  joinWith?(following: readonly Transformation[]): JoinedTransformations | null;
  /** Called once when the task has ended. */
  close?(): void;
}

/** A transformation and some of those that follow it, as one. */
export interface JoinedTransformations {
  /** How many of those that follow are part of it; none where it is another way to do what the first one does. */
  readonly joined: number;
  /** Whether it takes a `DeferredMap` where a map may be, and may return one; by default it does not. */
  readonly takesDeferredMaps?: boolean;
  /**
   * What all of them together make of a record. Where they renew a map, it belongs to nobody else.
   * @returns `null` where they are to be applied one after the other: always where one of them fails, which so is found
   * and named, or drops the record.
   */
  apply(record: ConnectRecord): ConnectRecord | null;
}

/** Declares a transformation class. */
export interface TransformationPlugin<
  D extends ConfigDefinition = ConfigDefinition,
> extends PluginDescription {
  readonly kind: 'transformation';
  readonly config: D;
  /**
   * Keys whose names depend on the configuration, such as one for each field that it names; none by default. They are
   * parsed and validated like those of `config`, and come with them.
   * @param properties - as they are given: what is none of the transformation's keys too.
   */
  keysFor?(properties: ConfigProperties): ConfigDefinition;
  /**
   * What is wrong across options, after each was checked by itself, by the option that is to be changed. So a
   * mistake is found when the connector is configured and not by its first record.
   */
  validate?(config: ConfigOf<D>): readonly ConfigIssue[];
  /** @throws ConfigError when the options do not fit together. */
  createTransformation(config: ConfigOf<D>): Transformation;
}

/** Declares a transformation class; returns the declaration, typed. */
export function defineTransformation<const D extends ConfigDefinition>(
  plugin: Omit<TransformationPlugin<D>, 'kind'>,
): TransformationPlugin<D> {
  return { kind: 'transformation', ...plugin };
}
