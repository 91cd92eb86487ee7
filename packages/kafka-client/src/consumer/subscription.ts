import { errorCodes } from '@sluice/kafka-protocol';
import type { TopicMetadata } from '../cluster/topic-metadata.ts';
import { SubscriptionPattern } from './subscription-pattern.ts';

/** Names, a pattern that the consumer matches against whole names, or one that the coordinator matches. */
export type WantedTopics = readonly string[] | RegExp | SubscriptionPattern;

/** The topics that a consumer wants from its group. */
export class Subscription {
  readonly #names: readonly string[] | null;
  readonly #pattern: RegExp | null;
  readonly #excludeInternal: boolean;
  /** The pattern that the coordinator matches; `null` when the consumer knows the topics by itself. */
  readonly remotePattern: string | null;

  constructor(topics: WantedTopics, excludeInternal: boolean) {
    this.remotePattern = topics instanceof SubscriptionPattern ? topics.pattern : null;
    this.#names = namesIn(topics);
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

function namesIn(topics: WantedTopics): readonly string[] | null {
  if (topics instanceof RegExp) return null;
  return topics instanceof SubscriptionPattern ? [] : [...new Set(topics)];
}

function wholeMatch({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags.replaceAll(/[gy]/g, ''));
}
