import {
  isDeferredMap,
  type ConnectRecord,
  type JoinedTransformations,
  type Predicate,
  type Transformation,
} from '@sluice/connect-api';
import type { StageInUse } from './stage.ts';
import { undeferred } from './undeferred.ts';

/** Which plugin a link or condition is made of, and for which alias. */
export interface PluginOrigin {
  readonly alias: string;
  readonly className: string;
  readonly version: string;
}

/** One transformation of a chain. */
export interface ChainLink {
  /** The class name that errors show. */
  readonly className: string;
  readonly transformation: Transformation;
  /** As which it is configured; not needed to apply it. */
  readonly origin?: PluginOrigin;
  /** `null` when it applies to all records. */
  readonly condition: Condition | null;
}

/** Which records a transformation applies to. */
export interface Condition {
  readonly predicate: Predicate;
  /** As which it is configured; not needed to ask it. */
  readonly origin?: PluginOrigin;
  /** Whether it applies to those that the predicate is not true for. */
  readonly negate: boolean;
}

/** The transformations of a task, in order; may have none. */
export class TransformChain {
  readonly #links: readonly ChainLink[];
  /** Beside each link, what it can do together with those after it. */
  readonly #joins: readonly (JoinedTransformations | null)[];
  readonly #stages: readonly StageInUse[];
  #position = 0;
  #record: ConnectRecord | null = null;
  /** The half of the record whose map nobody but the chain knows. */
  #ownHalf: Transformation['renewsMapOf'];
  /** Whether the record began with a deferred map, and may still have one. */
  #mayBeDeferred = false;

  constructor(links: readonly ChainLink[]) {
    this.#links = links;
    this.#joins = links.map((link, index) => joinedFrom(link, links.slice(index + 1)));
    this.#stages = links.map(({ className }) => ({ stage: 'TRANSFORMATION', className }));
  }

  /** The transformation that is or was last applied; `null` when the chain has none. */
  get stageInUse(): StageInUse | null {
    return this.#stages[Math.min(this.#position, this.#stages.length - 1)] ?? null;
  }

  get links(): readonly ChainLink[] {
    return this.#links;
  }

  get isEmpty(): boolean {
    return this.#links.length === 0;
  }

  /** Whether the value of a record may be a `DeferredMap` when it is put at the beginning. */
  get takesDeferredMaps(): boolean {
    return this.#joins[0]?.takesDeferredMaps === true;
  }

  /** Puts a record at the beginning of the chain. */
  start(record: ConnectRecord): void {
    this.#position = 0;
    this.#record = record;
    this.#ownHalf = undefined;
    this.#mayBeDeferred = isDeferredMap(record.value);
  }

  /**
   * Leads the record through the chain from where it is: after a failure, from the transformation that failed.
   * Returns what it has become, `null` when it was dropped; whatever a plugin throws passes through.
   */
  run(): ConnectRecord | null {
    const links = this.#links;
    while (this.#record !== null && this.#position < links.length) {
      if (this.#passJoined(this.#record)) continue;
      if (this.#mayBeDeferred) this.#record = undeferred(this.#record);
      this.#record = this.#pass(links[this.#position] as ChainLink, this.#record);
      this.#position += 1;
    }
    return this.#record;
  }

  /** Passes as many links as can be passed in one go; false when none can. */
  #passJoined(record: ConnectRecord): boolean {
    const join = this.#joins[this.#position] ?? null;
    if (join === null) return false;
    if (this.#mayBeDeferred && join.takesDeferredMaps !== true) return false;
    const result = join.apply(record);
    if (result === null) return false;
    this.#position += join.joined;
    this.#ownHalf = this.#links[this.#position]?.transformation.renewsMapOf;
    this.#position += 1;
    this.#record = result;
    return true;
  }

  #pass({ transformation, condition }: ChainLink, record: ConnectRecord): ConnectRecord | null {
    // What a predicate was shown it may remember.
    if (condition !== null) this.#ownHalf = undefined;
    if (condition !== null && condition.predicate.test(record) === condition.negate) return record;
    const { renewsMapOf } = transformation;
    const mayChange = renewsMapOf !== undefined && renewsMapOf === this.#ownHalf;
    this.#ownHalf = renewsMapOf;
    const result =
      mayChange && transformation.applyInPlace !== undefined
        ? transformation.applyInPlace(record)
        : transformation.apply(record);
    return result ?? null;
  }

  /** Closes each transformation, then its predicate. Errors are of no use to anybody any more. */
  close(): void {
    for (const { transformation, condition } of this.#links) {
      closeQuietly(transformation);
      if (condition !== null) closeQuietly(condition.predicate);
    }
  }
}

/** What a link can do together with those after it that apply to all records, as it does. */
function joinedFrom(link: ChainLink, after: readonly ChainLink[]): JoinedTransformations | null {
  if (link.condition !== null) return null;
  const end = after.findIndex(({ condition }) => condition !== null);
  const following = after.slice(0, end === -1 ? after.length : end);
  return link.transformation.joinWith?.(following.map(({ transformation }) => transformation)) ?? null;
}

function closeQuietly(plugin: { close?(): void }): void {
  try {
    plugin.close?.();
  } catch {
    // It is gone either way.
  }
}
