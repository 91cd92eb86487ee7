import { errorCodes, isRetriable } from '@sluice/kafka-protocol';
import type { ClientLog } from '../client-log.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { backoffMs, type BackoffOptions } from '../timing/backoff.ts';
import { timerMs } from '../timing/delay.ts';
import type { GroupProtocolOffer, GroupRequests, JoinResponse, MemberAssignment } from './group-requests.ts';
import { Heartbeats } from './heartbeats.ts';
import {
  needsHeartbeats,
  nextMemberState,
  type MemberAction,
  type MemberEvent,
  type MemberState,
} from './member-state.ts';
import { noMembership, type Membership } from './membership.ts';

/** The one for whom a member is in the group. */
export interface GroupOwner {
  /** What to join with, asked for at every join: the best protocol first. */
  offers(): readonly GroupProtocolOffer[];
  /** Divides the work among all members; asked of the leader. */
  divide(joined: JoinResponse): Promise<readonly MemberAssignment[]>;
}

export interface GroupMemberParts {
  readonly requests: GroupRequests;
  readonly owner: GroupOwner;
  readonly heartbeatIntervalMs: number;
  /** How long the owner may be away between two turns. */
  readonly maxAbsenceMs: number;
  readonly backoff: BackoffOptions;
  readonly log: ClientLog;
  /** Called when the state has changed. */
  readonly onChange: () => void;
}

/**
 * A member of a group by the classic protocol, of any protocol type. Requests and heartbeats go on by themselves; in
 * the states in which it is the owner's turn nothing goes on until the owner says so.
 */
export class GroupMember {
  readonly #parts: GroupMemberParts;
  readonly #heartbeats: Heartbeats;
  #state: MemberState = 'outside';
  #membership = noMembership;
  #joined: JoinResponse | null = null;
  #assignment: Buffer | null = null;
  #failure: KafkaError | null = null;
  /** Answers to earlier attempts come too late. */
  #attempt = 0;
  #failuresInARow = 0;
  #absenceTimer: NodeJS.Timeout | undefined;
  #leaving: Promise<void> = Promise.resolve();

  constructor(parts: GroupMemberParts) {
    this.#parts = parts;
    this.#heartbeats = new Heartbeats({
      intervalMs: parts.heartbeatIntervalMs,
      retryMs: Math.min(parts.backoff.initialMs, parts.heartbeatIntervalMs),
      beat: () => parts.requests.heartbeat(this.#membership),
      onRefused: (error) => this.#heartbeatRefused(error),
    });
  }

  get state(): MemberState {
    return this.#state;
  }

  get membership(): Membership {
    return this.#membership;
  }

  get isLeader(): boolean {
    return this.#joined !== null && this.#joined.leader === this.#membership.memberId;
  }

  /** In `handing-over`: what the leader gave this member. */
  get assignment(): Buffer {
    return this.#assignment ?? Buffer.alloc(0);
  }

  /** In `failed`: why. */
  get failure(): KafkaError {
    return this.#failure ?? new KafkaError(-1, 'The group does not want this member');
  }

  enter(): void {
    this.#dispatch('enter');
  }

  /** Has the group divided anew, because something changed that its division rests on. */
  requestRebalance(): void {
    this.#dispatch('rebalance');
  }

  takenOver(): void {
    this.#dispatch('taken-over');
  }

  released(): void {
    this.#dispatch('released');
  }

  /** The owner begins a turn. */
  ownerArrived(): void {
    clearTimeout(this.#absenceTimer);
  }

  /** The owner ends its turn: if the next one does not begin in time, the member leaves the group. */
  ownerWent(): void {
    clearTimeout(this.#absenceTimer);
    this.#absenceTimer = setTimeout(() => this.#dispatch('overdue'), timerMs(this.#parts.maxAbsenceMs));
  }

  /** Leaves; resolves when the group was told, or could not be. */
  async leave(): Promise<void> {
    clearTimeout(this.#absenceTimer);
    this.#dispatch('leave');
    await this.#leaving;
  }

  #dispatch(event: MemberEvent): void {
    const before = this.#state;
    const { state, action } = nextMemberState(before, event);
    this.#state = state;
    if (event === 'overdue' && action === 'quit') this.#warnOverdue();
    this.#act(action, before);
    this.#heartbeats.isWanted = needsHeartbeats(state);
    if (state !== before) this.#parts.onChange();
  }

  #act(action: MemberAction, before: MemberState): void {
    if (action === 'forget' || action === 'forget-and-join') this.#membership = noMembership;
    if (action === 'quit') this.#quit(before === 'joining' || before === 'syncing');
    if (action === 'join' || action === 'forget-and-join') void this.#attemptTo(() => this.#join());
    if (action === 'sync') void this.#attemptTo(() => this.#sync());
  }

  #quit(isWaiting: boolean): void {
    const membership = this.#membership;
    this.#membership = noMembership;
    this.#attempt += 1;
    this.#leaving = this.#parts.requests.leave(membership, isWaiting).catch((error: unknown) => {
      this.#parts.log.debug({ err: error }, 'The group could not be told that a member leaves');
    });
  }

  /** Carries out a request; what it leads to is dropped when something else has begun meanwhile. */
  async #attemptTo(request: () => Promise<() => void>): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const ifCurrent = (then: () => void): void => {
      if (attempt === this.#attempt) then();
    };
    try {
      const then = await request();
      ifCurrent(then);
      this.#failuresInARow = 0;
    } catch (error) {
      ifCurrent(() => this.#requestFailed(toKafkaError(error), ifCurrent));
    }
  }

  async #join(): Promise<() => void> {
    const { requests, owner } = this.#parts;
    const response = await requests.join(this.#membership.memberId, owner.offers());
    const { memberId, generationId } = response;
    if (response.errorCode === errorCodes.MEMBER_ID_REQUIRED) {
      return () => {
        this.#membership = { memberId, generationId: -1 };
        void this.#attemptTo(() => this.#join());
      };
    }
    return () => {
      this.#membership = { memberId, generationId };
      this.#joined = response;
      this.#dispatch('joined');
    };
  }

  async #sync(): Promise<() => void> {
    const { requests, owner } = this.#parts;
    const joined = this.#joined;
    const membership = this.#membership;
    const mustDivide = joined !== null && this.isLeader && !joined.skipAssignment;
    const assignments = mustDivide ? await owner.divide(joined) : [];
    const assignment = await requests.sync(membership, joined?.protocolName ?? null, assignments);
    return () => {
      this.#assignment = assignment;
      this.#dispatch('synced');
    };
  }

  #requestFailed(error: KafkaError, ifCurrent: (then: () => void) => void): void {
    const event = eventOf(error);
    // A join that comes while the others are joining has to come again.
    const isAgain = event === 'again' || (event === 'rebalance' && this.#state === 'joining');
    if (!isAgain) return this.#refusedOr(event, error);
    this.#failuresInARow += 1;
    const waitMs = backoffMs(this.#failuresInARow, this.#parts.backoff);
    if (this.#failuresInARow === 1)
      this.#parts.log.info({ err: error }, 'Joining the group failed; trying again');
    setTimeout(() => ifCurrent(() => this.#dispatch('again')), timerMs(waitMs));
  }

  #heartbeatRefused(error: KafkaError): void {
    const event = eventOf(error);
    if (event !== 'again') this.#refusedOr(event, error);
  }

  #refusedOr(event: MemberEvent, error: KafkaError): void {
    if (event === 'refused') this.#failure = error;
    if (event === 'lost')
      this.#parts.log.warn({ err: error }, 'The group no longer knows this member; joining again');
    this.#dispatch(event);
  }

  #warnOverdue(): void {
    const fields = { maxPollIntervalMs: this.#parts.maxAbsenceMs };
    this.#parts.log.warn(
      fields,
      'The member leaves the group: the time between two polls was longer than max.poll.interval.ms; ' +
        'process faster, raise it, or lower max.poll.records',
    );
  }
}

/** What an error in an answer of the group means to a member. */
function eventOf({ code }: KafkaError): Extract<MemberEvent, 'lost' | 'rebalance' | 'again' | 'refused'> {
  if (code === errorCodes.UNKNOWN_MEMBER_ID || code === errorCodes.ILLEGAL_GENERATION) return 'lost';
  if (code === errorCodes.REBALANCE_IN_PROGRESS) return 'rebalance';
  return isRetriable(code) ? 'again' : 'refused';
}

function toKafkaError(error: unknown): KafkaError {
  if (error instanceof KafkaError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new KafkaError(-1, `The group cannot be divided: ${message}`, { cause: error });
}
