import {
  errorCodes,
  heartbeatApi,
  joinGroupApi,
  leaveGroupApi,
  syncGroupApi,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import type { Coordinator } from './coordinator.ts';
import type { Membership } from './membership.ts';

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

export type JoinResponse = ResponseOf<typeof joinGroupApi>;

// A join waits for all other members; the broker needs a little time of its own.
const spareTimeMs = 5000;

/** A broker gives a new member its id by refusing it once (KIP-394). */
const joinCodeOf = ({ errorCode }: JoinResponse): number =>
  errorCode === errorCodes.MEMBER_ID_REQUIRED ? errorCodes.NONE : errorCode;

const codeOf = ({ errorCode }: { readonly errorCode: number }): number => errorCode;

/** The requests of one member to its coordinator. Each rejects with a KafkaError. */
export class GroupRequests {
  readonly #coordinator: Coordinator;
  readonly #identity: GroupIdentity;

  constructor(coordinator: Coordinator, identity: GroupIdentity) {
    this.#coordinator = coordinator;
    this.#identity = identity;
  }

  /** The response may be `MEMBER_ID_REQUIRED`: then it has the member id to join with. */
  join(memberId: string, offers: readonly GroupProtocolOffer[]): Promise<JoinResponse> {
    const { groupId, groupInstanceId, protocolType, sessionTimeoutMs, rebalanceTimeoutMs } = this.#identity;
    const protocols = offers.map(({ name, metadata }) => ({ name, metadata }));
    const times = { sessionTimeoutMs, rebalanceTimeoutMs };
    return this.#coordinator.call({
      api: joinGroupApi,
      body: { groupId, groupInstanceId, protocolType, protocols, memberId, ...times },
      codeOf: joinCodeOf,
      action: `Join group ${groupId}`,
      timeoutMs: rebalanceTimeoutMs + spareTimeMs,
    });
  }

  /** Returns the assignment of this member. */
  async sync(
    membership: Membership,
    protocolName: string | null,
    assignments: readonly MemberAssignment[],
  ): Promise<Buffer> {
    const { groupId, groupInstanceId, protocolType, rebalanceTimeoutMs } = this.#identity;
    const { assignment } = await this.#coordinator.call({
      api: syncGroupApi,
      body: { groupId, groupInstanceId, protocolType, protocolName, assignments, ...membership },
      codeOf,
      action: `Sync group ${groupId}`,
      timeoutMs: rebalanceTimeoutMs + spareTimeMs,
    });
    return assignment;
  }

  async heartbeat(membership: Membership): Promise<void> {
    const { groupId, groupInstanceId, sessionTimeoutMs } = this.#identity;
    await this.#coordinator.call({
      api: heartbeatApi,
      body: { groupId, groupInstanceId, ...membership },
      codeOf,
      action: `Heartbeat to group ${groupId}`,
      timeoutMs: sessionTimeoutMs,
    });
  }

  /**
   * Static members do not leave: they come back. While a join or sync is under way, which waits for the other members,
   * the request takes another connection: a broker answers those of one connection in order.
   */
  async leave({ memberId }: Membership, isWaiting: boolean): Promise<void> {
    const { groupId, groupInstanceId } = this.#identity;
    if (memberId === '' || groupInstanceId !== null) return;
    await this.#coordinator.call({
      api: leaveGroupApi,
      body: (version) => (version < 3 ? { groupId, memberId } : { groupId, members: [{ memberId }] }),
      codeOf,
      action: `Leave group ${groupId}`,
      purpose: isWaiting ? 'data' : 'group',
    });
  }
}
