import { errorCodes, zeroUuid, type fetchApi, type RequestOf } from '@sluice/kafka-protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FetchSessions, type SessionPartition } from '../../../testing/fetch-sessions.ts';
import {
  FetchSession,
  type SessionRequest,
  type SessionVerdict,
  type WantedPartition,
} from './fetch-session.ts';

const idOf = (topic: string, generation = 0): string =>
  Buffer.from(`${topic}${generation}`.padEnd(16, '.')).toString('base64url');

/** `place` is for example `a-0`. */
function want(place: string, fetchOffset: number, more: Partial<WantedPartition> = {}): WantedPartition {
  const [topic = '', partition] = place.split('-');
  return {
    topic,
    partition: Number(partition),
    topicId: idOf(topic),
    fetchOffset,
    currentLeaderEpoch: 1,
    lastFetchedEpoch: -1,
    maxBytes: 1000,
    ...more,
  };
}

const byId = { knowsTopicIds: true };
const namesOf = (partitions: readonly { topic: string; partition: number }[]): string[] =>
  partitions.map(({ topic, partition }) => `${topic}-${partition}`);

/** A session after a full request that the broker answered with session 7. */
function begun(wanted: readonly WantedPartition[]): FetchSession {
  const session = new FetchSession();
  session.next(wanted, byId);
  expect(session.answered({ errorCode: 0, sessionId: 7, partitions: wanted })).toBe('valid');
  return session;
}

describe('a fetch session', () => {
  const first = want('a-0', 5);
  const second = want('a-1', 6);

  it('begins with a full request', () => {
    expect(new FetchSession().next([first, second], byId)).toEqual({
      sessionId: 0,
      sessionEpoch: 0,
      usesTopicIds: true,
      toSend: [first, second],
      toForget: [],
    });
  });

  it('tells only what has changed from then on, and what is wanted no more', () => {
    const session = begun([first, second, want('b-0', 0)]);
    const moved = { ...second, fetchOffset: 60 };
    const request = session.next([first, moved, want('c-0', 1)], byId);
    expect(request).toMatchObject({ sessionId: 7, sessionEpoch: 1 });
    expect(namesOf(request.toSend)).toEqual(['a-1', 'c-0']);
    expect(namesOf(request.toForget)).toEqual(['b-0']);
    expect(session.answered({ errorCode: 0, sessionId: 7, partitions: [] })).toBe('valid');
    expect(session.next([first, moved, want('c-0', 1)], byId)).toMatchObject({
      sessionEpoch: 2,
      toSend: [],
      toForget: [],
    });
  });

  it.each([['currentLeaderEpoch'], ['lastFetchedEpoch'], ['maxBytes']] as const)(
    'tells a new %s',
    (field) => {
      const session = begun([first, second]);
      expect(namesOf(session.next([first, { ...second, [field]: 77 }], byId).toSend)).toEqual(['a-1']);
    },
  );

  it('goes on without a session where the broker gives none', () => {
    const session = new FetchSession();
    for (let turn = 0; turn < 3; turn += 1) {
      expect(session.next([first], byId)).toMatchObject({ sessionId: 0, sessionEpoch: 0, toSend: [first] });
      expect(session.answered({ errorCode: 0, sessionId: 0, partitions: [first] })).toBe('valid');
    }
    expect(session.closing()).toBeNull();
  });

  it.each([
    ['FETCH_SESSION_ID_NOT_FOUND', 0],
    ['INVALID_FETCH_SESSION_EPOCH', 7],
    ['FETCH_SESSION_TOPIC_ID_ERROR', 7],
  ] as const)('begins anew at once after %s', (name, sessionId) => {
    const session = begun([first, second]);
    session.next([first], byId);
    const refused = { errorCode: errorCodes[name], sessionId: 0, partitions: [] };
    expect(session.answered(refused)).toBe('again');
    expect(session.next([first], byId)).toMatchObject({ sessionId, sessionEpoch: 0, toSend: [first] });
    // A full request that is refused as well is no reason to hurry.
    expect(session.answered(refused)).toBe('refused');
  });

  it('begins anew after a response that was lost', () => {
    const session = begun([first, second]);
    session.next([first], byId);
    session.lost();
    expect(session.next([first], byId)).toMatchObject({ sessionId: 7, sessionEpoch: 0, toSend: [first] });
  });

  it.each([
    ['leaves a partition of a full request out', true, [first]],
    ['names one that was not asked for', true, [first, second, want('z-0', 0)]],
    ['names one that was not asked for, in the place of another', false, [want('z-0', 0)]],
    ['names one of an earlier topic of the same name', false, [want('a-0', 0, { topicId: idOf('a', 9) })]],
  ])('takes no response that %s', (_what, isFull, partitions) => {
    const session = isFull ? new FetchSession() : begun([first, second]);
    session.next([first, second], byId);
    expect(session.answered({ errorCode: 0, sessionId: 7, partitions })).toBe('foreign');
    expect(session.next([first, second], byId)).toMatchObject({ sessionEpoch: 0 });
  });

  it('forgets the topic that was deleted where one of the same name was made', () => {
    const session = begun([first]);
    const anew = { ...first, topicId: idOf('a', 1), fetchOffset: 0 };
    const { toSend, toForget } = session.next([anew], byId);
    expect(toSend).toEqual([anew]);
    expect(toForget).toEqual([first]);
    expect(session.topicName(anew.topicId)).toBe('a');
    expect(session.topicName(first.topicId)).toBeUndefined();
  });

  it('names topics in one way: a session by ids ends where one has none', () => {
    const session = begun([first]);
    const nameless = want('old-0', 0, { topicId: zeroUuid });
    const request = session.next([first, nameless], byId);
    expect(request).toMatchObject({ sessionId: 7, sessionEpoch: 0, usesTopicIds: false, toForget: [] });
    expect(namesOf(request.toSend)).toEqual(['a-0', 'old-0']);
    const partitions = [first, nameless].map((one) => ({ ...one, topicId: zeroUuid }));
    expect(session.answered({ errorCode: 0, sessionId: 8, partitions })).toBe('valid');
    // By name, a topic that was made anew is the same to the broker.
    const anew = { ...first, topicId: idOf('a', 1) };
    expect(session.next([anew, nameless], byId)).toMatchObject({ sessionEpoch: 1, toSend: [], toForget: [] });
  });

  it('ends when it is told to, once', () => {
    const session = begun([first]);
    expect(session.closing()).toEqual({
      sessionId: 7,
      sessionEpoch: -1,
      usesTopicIds: true,
      toSend: [],
      toForget: [],
    });
    expect(session.closing()).toBeNull();
  });
});

/** What happens between two requests. */
type Step =
  | {
      readonly kind: 'wish';
      readonly topic: string;
      readonly partition: number;
      readonly offset: number | null;
    }
  | { readonly kind: 'leader'; readonly topic: string; readonly partition: number; readonly epoch: number }
  | { readonly kind: 'recreate'; readonly topic: string }
  | { readonly kind: 'fetch'; readonly fate: 'answered' | 'lost-request' | 'lost-response' }
  | { readonly kind: 'evict' }
  | { readonly kind: 'slots'; readonly hasSlots: boolean };

const topic = fc.constantFrom('a', 'b', 'nameless');
const partition = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('wish' as const),
    topic,
    partition,
    offset: fc.option(fc.nat(5), { nil: null }),
  }),
  fc.record({ kind: fc.constant('leader' as const), topic, partition, epoch: fc.nat(3) }),
  fc.record({ kind: fc.constant('recreate' as const), topic }),
  fc.record({
    kind: fc.constant('fetch' as const),
    fate: fc.constantFrom(
      'answered' as const,
      'answered' as const,
      'lost-request' as const,
      'lost-response' as const,
    ),
  }),
  fc.constant({ kind: 'evict' as const }),
  fc.record({ kind: fc.constant('slots' as const), hasSlots: fc.boolean() }),
);

interface Outcome {
  readonly isFull: boolean;
  readonly errorCode: number;
  readonly verdict: SessionVerdict;
  readonly atBroker: readonly Asked[];
  readonly atClient: readonly Asked[];
}

/** A client with its wishes, and a broker as KIP-227 describes it. */
class Model {
  readonly #client = new FetchSession();
  readonly #broker = new FetchSessions();
  readonly #wishes = new Map<string, WantedPartition>();
  readonly #generations = new Map<string, number>();

  /** What came of a fetch that was answered. */
  take(step: Step): Outcome | null {
    if (step.kind === 'fetch') return this.#wishes.size > 0 ? this.#fetch(step.fate) : null;
    if (step.kind === 'wish') this.#wish(step);
    else if (step.kind === 'leader') this.#change(step, { currentLeaderEpoch: step.epoch });
    else if (step.kind === 'recreate') this.#recreate(step.topic);
    else if (step.kind === 'evict') this.#broker.forgetAll();
    else this.#broker.hasSlots = step.hasSlots;
    return null;
  }

  #wish({ topic, partition, offset }: Step & { kind: 'wish' }): void {
    const key = `${topic}:${partition}`;
    const topicId = topic === 'nameless' ? zeroUuid : idOf(topic, this.#generations.get(topic));
    if (offset === null) this.#wishes.delete(key);
    else this.#wishes.set(key, want(`${topic}-${partition}`, offset, { topicId }));
  }

  #change(
    { topic, partition }: { topic: string; partition: number },
    change: Partial<WantedPartition>,
  ): void {
    const wish = this.#wishes.get(`${topic}:${partition}`);
    if (wish !== undefined) this.#wishes.set(`${topic}:${partition}`, { ...wish, ...change });
  }

  #recreate(topic: string): void {
    if (topic === 'nameless') return;
    this.#generations.set(topic, (this.#generations.get(topic) ?? 0) + 1);
    const topicId = idOf(topic, this.#generations.get(topic));
    for (let partition = 0; partition < 3; partition += 1) this.#change({ topic, partition }, { topicId });
  }

  #lose(): null {
    this.#client.lost();
    return null;
  }

  #fetch(fate: 'answered' | 'lost-request' | 'lost-response'): Outcome | null {
    const wanted = [...this.#wishes.values()];
    const request = this.#client.next(wanted, byId);
    const isFull = request.sessionEpoch === 0;
    if (fate === 'lost-request') return this.#lose();
    const view = this.#broker.handle(asReceived(request), request.usesTopicIds ? 13 : 12);
    if (fate === 'lost-response') return this.#lose();
    const named = view.partitions.map((one) => ({
      ...one,
      topic: one.topic === '' ? (this.#client.topicName(one.topicId) ?? '') : one.topic,
    }));
    const verdict = this.#client.answered({ ...view, partitions: named });
    return {
      isFull,
      errorCode: view.errorCode,
      verdict,
      atBroker: sorted(view.partitions),
      atClient: sorted(asKnown(wanted, request)),
    };
  }
}

type Asked = Omit<SessionPartition, 'toldHighWatermark'>;

/** In the form in which the broker remembers them. */
function asKnown(wanted: readonly WantedPartition[], { usesTopicIds }: SessionRequest): Asked[] {
  return wanted.map((one) => (usesTopicIds ? { ...one, topic: '' } : { ...one, topicId: zeroUuid }));
}

function sorted(partitions: readonly Asked[]): Asked[] {
  const keyOf = ({ topic, topicId, partition }: Asked): string => `${topic}${topicId}${partition}`;
  return partitions
    .map(({ topic, topicId, partition, fetchOffset, currentLeaderEpoch, lastFetchedEpoch, maxBytes }) => ({
      topic,
      topicId,
      partition,
      fetchOffset,
      currentLeaderEpoch,
      lastFetchedEpoch,
      maxBytes,
    }))
    .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function asReceived({
  sessionId,
  sessionEpoch,
  usesTopicIds,
  toSend,
  toForget,
}: SessionRequest): RequestOf<typeof fetchApi> {
  const nameOf = (topic: string): string => (usesTopicIds ? '' : topic);
  return {
    sessionId,
    sessionEpoch,
    topics: toSend.map(({ topic, topicId, fetchOffset, maxBytes, ...one }) => ({
      topic: nameOf(topic),
      topicId,
      partitions: [{ ...one, fetchOffset: BigInt(fetchOffset), partitionMaxBytes: maxBytes }],
    })),
    forgottenTopicsData: toForget.map(({ topic, topicId, partition }) => ({
      topic: nameOf(topic),
      topicId,
      partitions: [partition],
    })),
  } as unknown as RequestOf<typeof fetchApi>;
}

describe('client and broker', () => {
  const lastSteps: readonly Step[] = [
    { kind: 'wish', topic: 'a', partition: 0, offset: 1 },
    { kind: 'fetch', fate: 'answered' },
    { kind: 'fetch', fate: 'answered' },
  ];

  it('always agree on what a valid response is about, whatever changes or is lost on the way', () => {
    const lastVerdicts = new Set<SessionVerdict | undefined>();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const model = new Model();
        const outcomes = [...steps, ...lastSteps].map((one) => model.take(one));
        const answered = outcomes.filter((outcome) => outcome !== null);
        const valid = answered.filter(({ errorCode }) => errorCode === 0);
        const refused = answered.filter(({ errorCode }) => errorCode !== 0);
        for (const { verdict, atBroker, atClient } of valid) {
          expect(verdict).toBe('valid');
          expect(atBroker).toEqual(atClient);
        }
        for (const { verdict, isFull } of refused) expect([verdict, isFull]).toEqual(['again', false]);
        // Where nothing is lost any more, they find to each other within two requests.
        lastVerdicts.add(outcomes.at(-1)?.verdict);
      }),
      { numRuns: 500 },
    );
    expect([...lastVerdicts]).toEqual(['valid']);
  });
});
