import {
  errorCodes,
  heartbeatApi,
  joinGroupApi,
  leaveGroupApi,
  syncGroupApi,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import { refusal } from '../../errors/refusal.ts';
import type { Coordinator } from '../coordinator.ts';
import type { Membership } from '../membership.ts';

/** What a member says of itself. */
export interface GroupIdentity {
  readonly groupId: string;
  /** `null` for a dynamic member. */
  readonly groupInstanceId: string | null;
  /** For example `consumer` or `connect`: members of one group have the same. */
  readonly protocolType: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
}

/** A protocol that a member can follow, and what it tells the leader in it. */
export interface GroupProtocolOffer {
  readonly name: string;
  readonly metadata: Uint8Array;
}

export interface MemberAssignment {
  readonly memberId: string;
  readonly assignment: Uint8Array;
}

export interface Leaving {
  /** For the log of the broker. */
  readonly reason: string;
  /** Whether a join or sync is under way, which waits for the other members. */
  readonly isWaiting: boolean;
  /** Whether a static member leaves too, which otherwise is expected back. */
  readonly isForGood: boolean;
}

export type JoinResponse = ResponseOf<typeof joinGroupApi>;

// A join waits for all other members; the broker needs a little time of its own.
const spareTimeMs = 5000;
// KIP-800: a broker refuses longer ones.
const maxReasonLength = 255;

/** A broker gives a new member its id by refusing it once (KIP-394). */
const joinCodeOf = ({ errorCode }: JoinResponse): number =>
  errorCode === errorCodes.MEMBER_ID_REQUIRED ? errorCodes.NONE : errorCode;

const codeOf = ({ errorCode }: { readonly errorCode: number }): number => errorCode;

const leaveCodeOf = ({ errorCode, members }: ResponseOf<typeof leaveGroupApi>): number =>
  errorCode === errorCodes.NONE ? (members[0]?.errorCode ?? errorCode) : errorCode;

/** The requests of one member to its coordinator. Each rejects with a KafkaError. */
export class GroupRequests {
  readonly #coordinator: Coordinator;
  readonly #identity: GroupIdentity;

  constructor(coordinator: Coordinator, identity: GroupIdentity) {
    this.#coordinator = coordinator;
    this.#identity = identity;
  }

  /** The response may be `MEMBER_ID_REQUIRED`: then it has the member id to join with. */
  async join(memberId: string, offers: readonly GroupProtocolOffer[], reason: string): Promise<JoinResponse> {
    const { groupId, groupInstanceId, protocolType, sessionTimeoutMs, rebalanceTimeoutMs } = this.#identity;
    const protocols = offers.map(({ name, metadata }) => ({ name, metadata }));
    const times = { sessionTimeoutMs, rebalanceTimeoutMs };
    const member = { memberId, groupInstanceId, reason: reason.slice(0, maxReasonLength) };
    const response = await this.#coordinator.call({
      api: joinGroupApi,
      body: { groupId, protocolType, protocols, ...member, ...times },
      codeOf: joinCodeOf,
      action: `Join group ${groupId}`,
      timeoutMs: rebalanceTimeoutMs + spareTimeMs,
    });
    this.#checkProtocol(response, null);
    return response;
  }

  /** Returns the assignment of this member. */
  async sync(
    membership: Membership,
    protocolName: string | null,
    assignments: readonly MemberAssignment[],
  ): Promise<Buffer> {
    const { groupId, groupInstanceId, protocolType, rebalanceTimeoutMs } = this.#identity;
    const response = await this.#coordinator.call({
      api: syncGroupApi,
      body: { groupId, groupInstanceId, protocolType, protocolName, assignments, ...membership },
      codeOf,
      action: `Sync group ${groupId}`,
      timeoutMs: rebalanceTimeoutMs + spareTimeMs,
    });
    this.#checkProtocol(response, protocolName);
    return response.assignment;
  }

  async heartbeat(membership: Membership): Promise<void> {
    const { groupId, groupInstanceId, sessionTimeoutMs } = this.#identity;
    await this.#coordinator.call({
      api: heartbeatApi,
      body: { groupId, groupInstanceId, ...membership },
      codeOf,
      action: `Heartbeat to group ${groupId}`,
      // So that there is time for another one before the session ends.
      timeoutMs: sessionTimeoutMs / 2,
    });
  }

  /**
   * A join or sync that waits for other members takes up the connection: a broker answers the requests of one in order.
   * So while it does, this takes another one.
   */
  async leave({ memberId }: Membership, { reason, isWaiting, isForGood }: Leaving): Promise<void> {
    const { groupId, groupInstanceId } = this.#identity;
    if (memberId === '' || (groupInstanceId !== null && !isForGood)) return;
    const member = { memberId, groupInstanceId, reason: reason.slice(0, maxReasonLength) };
    await this.#coordinator.call({
      api: leaveGroupApi,
      body: (version) => (version < 3 ? { groupId, memberId } : { groupId, members: [member] }),
      codeOf: leaveCodeOf,
      action: `Leave group ${groupId}`,
      purpose: isWaiting ? 'data' : 'group',
    });
  }

  /** Brokers before 2.5 do not say which protocol they mean. */
  #checkProtocol(
    response: Pick<JoinResponse, 'protocolType' | 'protocolName'>,
    expectedName: string | null,
  ): void {
    const { groupId, protocolType } = this.#identity;
    const isType = response.protocolType === null || response.protocolType === protocolType;
    const isName = [null, response.protocolName].includes(expectedName) || response.protocolName === null;
    if (isType && isName) return;
    throw refusal({
      code: errorCodes.INCONSISTENT_GROUP_PROTOCOL,
      action: `Follow group ${groupId}`,
      detail: `it follows ${response.protocolType} ${response.protocolName}, this member ${protocolType} ${expectedName ?? ''}`,
    });
  }
}
