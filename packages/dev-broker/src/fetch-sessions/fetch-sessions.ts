import type { ErrorName } from '@sluice/kafka-protocol';
import {
  byTopic,
  FetchSession,
  targetsOf,
  type FetchPlan,
  type FetchRequest,
  type FetchTarget,
} from './fetch-session.ts';

const maxSessions = 1000;
const noSession = 0;
const withoutSession = -1;
const newSession = 0;
const maxSessionId = 0x7fffffff;

/** The fetch sessions of all clients, so many at most: those that were not used for the longest time go first. */
export class FetchSessions {
  /** In the order of use. */
  readonly #sessions = new Map<number, FetchSession>();
  #lastId = Math.floor(Math.random() * maxSessionId);

  /** What the request is about, or why that is not known. */
  plan(request: FetchRequest, byId: boolean): FetchPlan | ErrorName {
    const { sessionId, sessionEpoch } = request;
    if (sessionEpoch === withoutSession || sessionEpoch === newSession) {
      this.#sessions.delete(sessionId);
      const isNew = sessionEpoch === newSession && request.topics.length > 0;
      return isNew ? this.#begin(request, byId) : wholePlan(noSession, targetsOf(request.topics));
    }
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return 'FETCH_SESSION_ID_NOT_FOUND';
    const refusal = session.refusal(request, byId);
    return refusal === 'NONE' ? this.#goOn(session, request) : refusal;
  }

  #begin(request: FetchRequest, byId: boolean): FetchPlan {
    const session = new FetchSession(this.#nextId(), byId);
    session.update(request);
    this.#sessions.set(session.id, session);
    this.#evict();
    const targets = session.targets();
    return {
      ...wholePlan(session.id, targets),
      tell(results) {
        session.changed(targets, results);
        return tellAll(targets, results);
      },
    };
  }

  #goOn(session: FetchSession, request: FetchRequest): FetchPlan {
    session.update(request);
    session.advance();
    this.#sessions.delete(session.id);
    if (session.isEmpty) return wholePlan(noSession, []);
    this.#sessions.set(session.id, session);
    const targets = session.targets();
    return { sessionId: session.id, targets, tell: (results) => session.changed(targets, results) };
  }

  #nextId(): number {
    do {
      this.#lastId = this.#lastId >= maxSessionId ? 1 : this.#lastId + 1;
    } while (this.#sessions.has(this.#lastId));
    return this.#lastId;
  }

  #evict(): void {
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= maxSessions) return;
      this.#sessions.delete(oldest);
    }
  }
}

function wholePlan(sessionId: number, targets: readonly FetchTarget[]): FetchPlan {
  return { sessionId, targets, tell: (results) => tellAll(targets, results) };
}

function tellAll(
  targets: readonly FetchTarget[],
  results: Parameters<FetchPlan['tell']>[0],
): ReturnType<FetchPlan['tell']> {
  return byTopic(
    targets.flatMap((target, index) => {
      const result = results[index];
      return result === undefined ? [] : [{ target, result }];
    }),
  );
}
