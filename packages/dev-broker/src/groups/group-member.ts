import { errorCodes, type ErrorName } from '@sluice/kafka-protocol';
import type { GroupProtocol } from './group-protocol.ts';
import type { StartTimer, Timer } from './timers.ts';

/** What a member says of itself when it joins. */
export interface MemberDetails {
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocols: readonly GroupProtocol[];
}

export interface JoinAnswer {
  readonly errorCode: number;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  /** Tells a leader that came back that what it assigned before still stands. */
  readonly skipAssignment: boolean;
  readonly memberId: string;
  /** All members for the leader, nobody for the others. */
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly metadata: Buffer;
  }[];
}

export interface SyncAnswer {
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Buffer;
}

export type Answer<T> = (answer: T) => void;

const noBytes = Buffer.alloc(0);

export function refusedJoin(error: ErrorName, memberId: string): JoinAnswer {
  return {
    errorCode: errorCodes[error],
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  };
}

export function refusedSync(error: ErrorName): SyncAnswer {
  return { errorCode: errorCodes[error], protocolType: null, protocolName: null, assignment: noBytes };
}

/** One member, with the requests of it that wait for the others, and the time until it counts as gone. */
export class GroupMember {
  readonly id: string;
  details: MemberDetails;
  assignment: Buffer = noBytes;
  #join: Answer<JoinAnswer> | null = null;
  #sync: Answer<SyncAnswer> | null = null;
  #session: Timer | null = null;

  constructor(id: string, details: MemberDetails) {
    this.id = id;
    this.details = details;
  }

  get awaitsJoin(): boolean {
    return this.#join !== null;
  }

  metadataFor(protocolName: string | null): Buffer {
    return this.details.protocols.find(({ name }) => name === protocolName)?.metadata ?? noBytes;
  }

  /** A member has one join under way: an earlier one comes from a connection it has given up. */
  awaitJoin(answer: Answer<JoinAnswer>): void {
    this.answerJoin(refusedJoin('REBALANCE_IN_PROGRESS', this.id));
    this.#join = answer;
  }

  awaitSync(answer: Answer<SyncAnswer>): void {
    this.answerSync(refusedSync('REBALANCE_IN_PROGRESS'));
    this.#sync = answer;
  }

  answerJoin(answer: JoinAnswer): void {
    const awaited = this.#join;
    this.#join = null;
    awaited?.(answer);
  }

  answerSync(answer: SyncAnswer): void {
    const awaited = this.#sync;
    this.#sync = null;
    awaited?.(answer);
  }

  /** What it waits for will not come. */
  refuse(error: ErrorName): void {
    this.answerJoin(refusedJoin(error, this.id));
    this.answerSync(refusedSync(error));
  }

  /** The session ends a timeout from now, unless this is called again. Waiting for an answer keeps it alive. */
  renewSession(startTimer: StartTimer, onExpiry: () => void): void {
    this.#session?.cancel();
    this.#session = startTimer(this.details.sessionTimeoutMs, () => {
      if (this.#join === null && this.#sync === null) onExpiry();
      else this.renewSession(startTimer, onExpiry);
    });
  }

  endSession(): void {
    this.#session?.cancel();
    this.#session = null;
  }
}
