import { errorCodes, zeroUuid } from '@sluice/kafka-protocol';
import { partitionKey, type TopicPartition } from '../../topic-partition.ts';

/** What is asked of one partition. */
export interface WantedPartition extends TopicPartition {
  /** `zeroUuid` when not known. */
  readonly topicId: string;
  readonly fetchOffset: number;
  readonly currentLeaderEpoch: number;
  readonly lastFetchedEpoch: number;
  readonly maxBytes: number;
}

export interface PartitionName extends TopicPartition {
  readonly topicId: string;
}

/** One request of a session. */
export interface SessionRequest {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  /** Whether topics are named by id: when all the ids are known. */
  readonly usesTopicIds: boolean;
  /** What has changed; everything where the request is a full one. */
  readonly toSend: readonly WantedPartition[];
  readonly toForget: readonly PartitionName[];
}

export interface SessionResponse {
  readonly errorCode: number;
  readonly sessionId: number;
  /** Their ids are `zeroUuid` where the request used none. */
  readonly partitions: readonly PartitionName[];
}

const noSession = 0;
const fullEpoch = 0;
const closingEpoch = -1;
const maxEpoch = 2_147_483_647;
const sessionErrors: ReadonlySet<number> = new Set([
  errorCodes.FETCH_SESSION_ID_NOT_FOUND,
  errorCodes.INVALID_FETCH_SESSION_EPOCH,
  errorCodes.FETCH_SESSION_TOPIC_ID_ERROR,
]);

/**
 * What a response is worth:
 * - `valid`: it answers the last request
 * - `again`: the broker does not know the session any more; the full request that follows may be sent at once
 * - `refused`: the broker refuses the request as a whole
 * - `foreign`: it is about other partitions than those asked for
 */
export type SessionVerdict = 'valid' | 'again' | 'refused' | 'foreign';

/**
 * The fetch session with one broker (KIP-227): the broker remembers what is wanted, so requests tell what has changed.
 *
 *     epoch 0   a full request: names everything, ends the session of its id, begins another
 *     epoch 1…  an incremental request, counted so that a lost one is noticed
 *     epoch -1  ends the session
 *
 * After anything unexpected the next request is a full one: what the broker remembers is then not known.
 */
export class FetchSession {
  #id = noSession;
  #epoch = fullEpoch;
  #usesTopicIds = false;
  /** Whether the last request was a full one. */
  #isFull = true;
  /** What the broker remembers once it has the last request. */
  #remembered = new Map<string, WantedPartition>();
  #topicNames = new Map<string, string>();

  /** The request that has the broker want the same. One of `answered` and `lost` has to follow. */
  next(wanted: readonly WantedPartition[], { knowsTopicIds }: { knowsTopicIds: boolean }): SessionRequest {
    const usesTopicIds = knowsTopicIds && wanted.every(({ topicId }) => topicId !== zeroUuid);
    // A session names its topics in one way as long as it lives (KIP-516).
    if (usesTopicIds !== this.#usesTopicIds) this.#epoch = fullEpoch;
    this.#usesTopicIds = usesTopicIds;
    this.#isFull = this.#epoch === fullEpoch;
    const before = this.#isFull ? new Map<string, WantedPartition>() : this.#remembered;
    this.#remember(usesTopicIds ? wanted : wanted.map((one) => ({ ...one, topicId: zeroUuid })));
    return {
      sessionId: this.#id,
      sessionEpoch: this.#epoch,
      usesTopicIds,
      toSend: [...this.#remembered.values()].filter((one) => !isSame(before.get(keyOf(one)), one)),
      toForget: [...before.values()].filter((one) => !this.#isRemembered(one)),
    };
  }

  answered({ errorCode, sessionId, partitions }: SessionResponse): SessionVerdict {
    if (errorCode !== errorCodes.NONE) return this.#refused(errorCode);
    const isComplete = !this.#isFull || partitions.length === this.#remembered.size;
    if (!isComplete || !partitions.every((one) => this.#isRemembered(one))) {
      this.lost();
      return 'foreign';
    }
    if (sessionId === noSession) this.#restart();
    else this.#goOn(sessionId);
    return 'valid';
  }

  /** There was no response to the last request. */
  lost(): void {
    this.#epoch = fullEpoch;
  }

  /** The name of a topic of the last request; `undefined` where it is none. */
  topicName(topicId: string): string | undefined {
    return this.#topicNames.get(topicId);
  }

  /** The request that ends the session; `null` where there is none. */
  closing(): SessionRequest | null {
    if (this.#id === noSession) return null;
    const sessionId = this.#id;
    this.#restart();
    const usesTopicIds = this.#usesTopicIds;
    return { sessionId, sessionEpoch: closingEpoch, usesTopicIds, toSend: [], toForget: [] };
  }

  #refused(errorCode: number): SessionVerdict {
    this.lost();
    if (errorCode === errorCodes.FETCH_SESSION_ID_NOT_FOUND) this.#id = noSession;
    return sessionErrors.has(errorCode) && !this.#isFull ? 'again' : 'refused';
  }

  #remember(wanted: readonly WantedPartition[]): void {
    this.#remembered = new Map(wanted.map((one) => [keyOf(one), one]));
    this.#topicNames = new Map(wanted.map(({ topic, topicId }) => [topicId, topic]));
  }

  #restart(): void {
    this.#id = noSession;
    this.#epoch = fullEpoch;
  }

  #goOn(sessionId: number): void {
    this.#id = sessionId;
    this.#epoch = this.#epoch === maxEpoch ? 1 : this.#epoch + 1;
  }

  /** Whether it is a partition of the last request, and not of an earlier topic of the same name. */
  #isRemembered(one: PartitionName): boolean {
    return this.#remembered.get(keyOf(one))?.topicId === one.topicId;
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}

function isSame(left: WantedPartition | undefined, right: WantedPartition): boolean {
  return (
    left !== undefined &&
    left.topicId === right.topicId &&
    left.fetchOffset === right.fetchOffset &&
    left.currentLeaderEpoch === right.currentLeaderEpoch &&
    left.lastFetchedEpoch === right.lastFetchedEpoch &&
    left.maxBytes === right.maxBytes
  );
}
