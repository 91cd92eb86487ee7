import { errorCodes } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import { backoffMs, type BackoffOptions } from '../../timing/backoff.ts';
import { timerMs } from '../../timing/delay.ts';
import type { MemberMetrics } from '../member-metrics.ts';
import type { Membership } from '../membership.ts';
import type { GroupOwner } from './group-owner.ts';
import type { GroupRequests, JoinResponse } from './group-requests.ts';

export interface JoinRequestsParts {
  readonly requests: GroupRequests;
  readonly owner: GroupOwner;
  readonly backoff: BackoffOptions;
  readonly metrics: MemberMetrics;
  /** Called with the id that the group keeps for a member that does not want to join any more. */
  readonly onUnwantedId: (memberId: string) => Promise<void>;
  /** Called with the id that a new member has to join with. */
  readonly onMemberId: (memberId: string) => void;
  readonly onJoined: (response: JoinResponse) => void;
  readonly onSynced: (assignment: Buffer) => void;
  readonly onFailed: (error: KafkaError) => void;
}

/** The requests by which a member gets into a generation. A new one makes the answer to an earlier one worthless. */
export class JoinRequests {
  readonly #parts: JoinRequestsParts;
  #attempt = 0;
  #failuresInARow = 0;
  #asking: Promise<void> = Promise.resolve();

  constructor(parts: JoinRequestsParts) {
    this.#parts = parts;
  }

  join(memberId: string, reason: string): void {
    const attempt = this.#attemptTo(() => this.#join(memberId, reason));
    if (memberId === '') this.#asking = attempt;
  }

  /** Resolves when no new member waits for its id any more: until then the group does not know whom it lets in. */
  get idKnown(): Promise<void> {
    return this.#asking;
  }

  /** As the leader, divides the work first. */
  sync(membership: Membership, joined: JoinResponse): void {
    void this.#attemptTo(() => this.#sync(membership, joined));
  }

  /** Takes no notice of the answer that is still to come. */
  abandon(): void {
    this.#attempt += 1;
  }

  /** Calls back after a pause that gets longer with every failure in a row, unless something else begins meanwhile. */
  later(then: () => void): void {
    this.#failuresInARow += 1;
    const attempt = this.#attempt;
    const waitMs = backoffMs(this.#failuresInARow, this.#parts.backoff);
    setTimeout(() => {
      if (attempt === this.#attempt) then();
    }, timerMs(waitMs));
  }

  async #attemptTo(request: () => Promise<() => void>): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const then = await request();
      this.#failuresInARow = 0;
      if (attempt === this.#attempt) then();
    } catch (error) {
      if (attempt === this.#attempt) this.#parts.onFailed(toKafkaError(error));
    }
  }

  async #join(memberId: string, reason: string): Promise<() => void> {
    const { requests, owner, metrics, onJoined, onMemberId } = this.#parts;
    const attempt = this.#attempt;
    const response = await metrics.timed('join', () => requests.join(memberId, owner.offers(), reason));
    if (response.errorCode !== errorCodes.MEMBER_ID_REQUIRED) return () => onJoined(response);
    if (attempt !== this.#attempt) await this.#parts.onUnwantedId(response.memberId);
    return () => {
      onMemberId(response.memberId);
      this.join(response.memberId, reason);
    };
  }

  async #sync(membership: Membership, joined: JoinResponse): Promise<() => void> {
    const { requests, owner, metrics, onSynced } = this.#parts;
    const isLeader = joined.leader === membership.memberId;
    const division = isLeader ? await owner.divide(joined) : [];
    const assignments = joined.skipAssignment ? [] : division;
    const assignment = await metrics.timed('sync', () =>
      requests.sync(membership, joined.protocolName, assignments),
    );
    return () => onSynced(assignment);
  }
}

function toKafkaError(error: unknown): KafkaError {
  if (error instanceof KafkaError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new KafkaError(-1, `The group cannot be divided: ${message}`, { cause: error });
}
