import type { ErrorName, fetchApi, RequestOf, ResponseInputOf } from '@sluice/kafka-protocol';

export type FetchRequest = RequestOf<typeof fetchApi>;
type TopicRequest = FetchRequest['topics'][number];
type TopicResult = ResponseInputOf<typeof fetchApi>['responses'][number];
export type PartitionResult = TopicResult['partitions'][number];

/** A partition that is to be fetched. */
export interface FetchTarget {
  /** Empty where the id says it. */
  readonly topic: string;
  readonly topicId: string;
  readonly request: TopicRequest['partitions'][number];
}

/** What a fetch is about, and what of its results its client has to be told. */
export interface FetchPlan {
  readonly sessionId: number;
  readonly targets: readonly FetchTarget[];
  /** One result for each target. */
  tell(results: readonly PartitionResult[]): TopicResult[];
}

interface SessionEntry {
  target: FetchTarget;
  /** What the client was told last. */
  highWatermark: bigint;
  logStartOffset: bigint;
}

const notTold = -2n;
const maxEpoch = 0x7fffffff;

/** What a client fetches again and again: it says only what changes, and is told only what changed (KIP-227). */
export class FetchSession {
  readonly id: number;
  readonly byId: boolean;
  #entries = new Map<string, SessionEntry>();
  #nextEpoch = 1;

  constructor(id: number, byId: boolean) {
    this.id = id;
    this.byId = byId;
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** Why the session is not in the state that the request takes it for; NONE where it is. */
  refusal({ sessionEpoch }: FetchRequest, byId: boolean): ErrorName {
    if (byId !== this.byId) return 'FETCH_SESSION_TOPIC_ID_ERROR';
    return sessionEpoch === this.#nextEpoch ? 'NONE' : 'INVALID_FETCH_SESSION_EPOCH';
  }

  advance(): void {
    this.#nextEpoch = this.#nextEpoch === maxEpoch ? 1 : this.#nextEpoch + 1;
  }

  update({ topics, forgottenTopicsData }: FetchRequest): void {
    for (const { topic, topicId, partitions } of forgottenTopicsData) {
      for (const partition of partitions) this.#entries.delete(this.#keyOf({ topic, topicId }, partition));
    }
    for (const target of targetsOf(topics)) {
      const key = this.#keyOf(target, target.request.partition);
      const known = this.#entries.get(key);
      if (known === undefined) {
        this.#entries.set(key, { target, highWatermark: notTold, logStartOffset: notTold });
      } else {
        known.target = target;
      }
    }
  }

  targets(): FetchTarget[] {
    return [...this.#entries.values()].map(({ target }) => target);
  }

  /** The results that the client does not know yet. Partitions that gave records are asked last the next time. */
  changed(targets: readonly FetchTarget[], results: readonly PartitionResult[]): TopicResult[] {
    const told: { target: FetchTarget; result: PartitionResult }[] = [];
    targets.forEach((target, index) => {
      const result = results[index];
      if (result !== undefined && this.#isNews(target, result)) told.push({ target, result });
    });
    return byTopic(told);
  }

  #isNews(target: FetchTarget, result: PartitionResult): boolean {
    const key = this.#keyOf(target, target.request.partition);
    const entry = this.#entries.get(key);
    const logStartOffset = result.logStartOffset ?? -1n;
    const hasRecords = Buffer.isBuffer(result.records) && result.records.length > 0;
    if (entry === undefined) return true;
    if (result.errorCode !== 0) {
      entry.highWatermark = notTold;
      return true;
    }
    const isNews =
      hasRecords || entry.highWatermark !== result.highWatermark || entry.logStartOffset !== logStartOffset;
    Object.assign(entry, { highWatermark: result.highWatermark, logStartOffset });
    if (hasRecords) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return isNews;
  }

  #keyOf({ topic, topicId }: { topic: string; topicId: string }, partition: number): string {
    return `${this.byId ? topicId : topic}/${partition}`;
  }
}

export function targetsOf(topics: readonly TopicRequest[]): FetchTarget[] {
  return topics.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((request) => ({ topic, topicId, request })),
  );
}

export function byTopic(
  told: readonly { readonly target: FetchTarget; readonly result: PartitionResult }[],
): TopicResult[] {
  const topics = Map.groupBy(told, ({ target }) => `${target.topic}/${target.topicId}`);
  return [...topics.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { topic, topicId } = first.target;
    return [{ topic, topicId, partitions: group.map(({ result }) => result) }];
  });
}
