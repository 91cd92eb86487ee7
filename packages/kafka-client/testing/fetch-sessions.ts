import { errorCodes, type fetchApi, zeroUuid, type RequestOf } from '@sluice/kafka-protocol';

type FetchRequest = RequestOf<typeof fetchApi>;

/** What a broker remembers of one partition of a session, and knows of what it told last. */
export interface SessionPartition {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  fetchOffset: number;
  currentLeaderEpoch: number;
  lastFetchedEpoch: number;
  maxBytes: number;
  toldHighWatermark: number;
}

interface Session {
  readonly id: number;
  readonly usesTopicIds: boolean;
  epoch: number;
  readonly partitions: Map<string, SessionPartition>;
}

/** What one request is about: `partitions` in the order of their turns. */
export interface SessionView {
  readonly errorCode: number;
  readonly sessionId: number;
  /** Whether only what is new has to be told. */
  readonly isIncremental: boolean;
  readonly partitions: readonly SessionPartition[];
}

const closingEpoch = -1;

/** The fetch sessions of a broker, by the rules of KIP-227 and KIP-516. */
export class FetchSessions {
  readonly #sessions = new Map<number, Session>();
  #nextId = 1000;
  /** A broker with no slot left serves every request without a session. */
  hasSlots = true;

  get count(): number {
    return this.#sessions.size;
  }

  /** What a session is about; `undefined` when there is no such session. */
  partitionsOf(sessionId: number): readonly SessionPartition[] | undefined {
    const session = this.#sessions.get(sessionId);
    return session && [...session.partitions.values()];
  }

  forgetAll(): void {
    this.#sessions.clear();
  }

  handle(request: FetchRequest, version: number): SessionView {
    const { sessionId, sessionEpoch } = request;
    if (sessionEpoch <= 0) {
      this.#sessions.delete(sessionId);
      return this.#full(request, version);
    }
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return refused('FETCH_SESSION_ID_NOT_FOUND');
    if (session.epoch !== sessionEpoch) return refused('INVALID_FETCH_SESSION_EPOCH');
    if (session.usesTopicIds !== version > 12) return refused('FETCH_SESSION_TOPIC_ID_ERROR');
    session.epoch += 1;
    update(session, request);
    return {
      errorCode: 0,
      sessionId,
      isIncremental: true,
      partitions: [...session.partitions.values()],
    };
  }

  /** Who has been told something goes to the end of the line. */
  hadTurn(sessionId: number, partition: SessionPartition): void {
    const partitions = this.#sessions.get(sessionId)?.partitions;
    if (partitions?.delete(keyOf(partition)) === true) partitions.set(keyOf(partition), partition);
  }

  #full(request: FetchRequest, version: number): SessionView {
    const session = {
      id: this.#nextId,
      usesTopicIds: version > 12,
      epoch: 1,
      partitions: new Map<string, SessionPartition>(),
    };
    update(session, request);
    const hasSession = this.hasSlots && request.sessionEpoch !== closingEpoch && session.partitions.size > 0;
    if (hasSession) {
      this.#sessions.set(session.id, session);
      this.#nextId += 1;
    }
    return {
      errorCode: 0,
      sessionId: hasSession ? session.id : 0,
      isIncremental: false,
      partitions: [...session.partitions.values()],
    };
  }
}

function refused(name: keyof typeof errorCodes): SessionView {
  return { errorCode: errorCodes[name], sessionId: 0, isIncremental: false, partitions: [] };
}

function update({ partitions: known }: Session, { topics, forgottenTopicsData }: FetchRequest): void {
  for (const { topic, topicId, partitions } of topics) {
    for (const {
      partition,
      fetchOffset,
      currentLeaderEpoch,
      lastFetchedEpoch,
      partitionMaxBytes,
    } of partitions) {
      const key = keyOf({ topic, topicId, partition });
      known.set(key, {
        topic,
        topicId,
        partition,
        fetchOffset: Number(fetchOffset),
        currentLeaderEpoch,
        lastFetchedEpoch,
        maxBytes: partitionMaxBytes,
        toldHighWatermark: known.get(key)?.toldHighWatermark ?? -1,
      });
    }
  }
  for (const { topic, topicId, partitions } of forgottenTopicsData) {
    for (const partition of partitions) known.delete(keyOf({ topic, topicId, partition }));
  }
}

function keyOf({ topic, topicId, partition }: { topic: string; topicId: string; partition: number }): string {
  return topicId === zeroUuid ? `${topic}:${partition}` : `${topicId}:${partition}`;
}
