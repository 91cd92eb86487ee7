import { errorCodes } from '@sluice/kafka-protocol';
import type { TopicMetadata } from '../cluster/topic-metadata.ts';

/** The topics that a consumer wants from its group: by name, or all whose whole name matches. */
export class Subscription {
  readonly #names: readonly string[] | null;
  readonly #pattern: RegExp | null;
  readonly #excludeInternal: boolean;

  constructor(topics: readonly string[] | RegExp, excludeInternal: boolean) {
    this.#names = topics instanceof RegExp ? null : [...new Set(topics)];
    this.#pattern = topics instanceof RegExp ? wholeMatch(topics) : null;
    this.#excludeInternal = excludeInternal;
  }

  /** The topics to ask brokers for: `null` is all of them. */
  get tracked(): readonly string[] | null {
    return this.#names;
  }

  /** The topics wanted, of those that the cluster has if a pattern decides. */
  topicsAmong(known: Iterable<TopicMetadata>): readonly string[] {
    if (this.#names !== null) return this.#names;
    return [...known].filter((topic) => this.#matches(topic)).map(({ name }) => name);
  }

  #matches({ name, isInternal, errorCode }: TopicMetadata): boolean {
    if (errorCode !== errorCodes.NONE || (isInternal && this.#excludeInternal)) return false;
    return this.#pattern?.test(name) === true;
  }
}

function wholeMatch({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags.replaceAll(/[gy]/g, ''));
}
