import type { consumerGroupHeartbeatApi, RequestInputOf } from '@sluice/kafka-protocol';
import { sameTarget, toEntries, type TopicIdPartitions } from './target.ts';

type Request = RequestInputOf<typeof consumerGroupHeartbeatApi>;

/** What a member wants to read: names, or a pattern that the coordinator matches by itself (RE2J). */
export interface WantedTopics {
  readonly names: readonly string[];
  readonly regex: string | null;
}

/** What a member tells the coordinator of itself. */
export interface MemberFacts {
  readonly wanted: WantedTopics;
  readonly held: TopicIdPartitions;
}

/** What does not change while a member lives. */
export interface FixedFacts {
  readonly rebalanceTimeoutMs: number;
  /** `null` for the coordinator's default. */
  readonly serverAssignor: string | null;
  readonly rackId: string | null;
}

/** Chooses what a heartbeat has to say: everything when joining, and otherwise what the coordinator does not know yet. */
export class HeartbeatFields {
  readonly #fixed: FixedFacts;
  #told: MemberFacts | null = null;

  constructor(fixed: FixedFacts) {
    this.#fixed = fixed;
  }

  /** After a heartbeat whose answer is missing or bad nobody knows what the coordinator knows. */
  forget(): void {
    this.#told = null;
  }

  isTold({ names, regex }: WantedTopics): boolean {
    const told = this.#told?.wanted;
    return told !== undefined && told.regex === regex && sameNames(told.names, names);
  }

  next(facts: MemberFacts): Partial<Request> {
    const told = this.#told;
    this.#told = facts;
    if (told === null) return this.#everything(facts);
    const { wanted, held } = facts;
    return {
      ...(sameNames(told.wanted.names, wanted.names) ? {} : { subscribedTopicNames: [...wanted.names] }),
      // An empty one takes a pattern back.
      ...(told.wanted.regex === wanted.regex ? {} : { subscribedTopicRegex: wanted.regex ?? '' }),
      ...(sameTarget(told.held, held) ? {} : { topicPartitions: toEntries(held) }),
    };
  }

  #everything({ wanted, held }: MemberFacts): Partial<Request> {
    return {
      ...this.#fixed,
      subscribedTopicNames: [...wanted.names],
      subscribedTopicRegex: wanted.regex,
      topicPartitions: toEntries(held),
    };
  }
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  const names = new Set(left);
  return left.length === right.length && right.every((one) => names.has(one));
}
