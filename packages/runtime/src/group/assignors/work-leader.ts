import { assignmentOk, configMismatch, encodeAssignment } from '../protocol/assignment-codec.ts';
import type { ConnectProtocol } from '../protocol/connect-protocol.ts';
import { inJavaHashOrder } from '../protocol/java-hash-order.ts';
import { decodeMetadata, type MemberMetadata } from '../protocol/metadata-codec.ts';
import { isNoWork, noWork, without, type Work } from '../protocol/work.ts';
import { divideCooperatively } from './cooperative-assignor.ts';
import { noHistory, type CooperativeHistory } from './cooperative-history.ts';
import { divideEagerly } from './eager-assignor.ts';
import type { Division } from './round.ts';
import { WorkOwners } from './work-owners.ts';

/** What is to be done in a cluster, as of an offset of the config topic. */
export interface ConfiguredWork {
  /** -1 for an empty topic. */
  readonly offset: bigint;
  /** All connectors with a configuration, and their tasks as last committed, whatever state they are wanted in. */
  readonly work: Work;
}

export interface JoinedMember {
  readonly memberId: string;
  readonly metadata: Buffer;
}

/** A generation that this worker is to divide. */
export interface JoinedGroup {
  readonly protocol: ConnectProtocol;
  readonly generationId: number;
  /** The member id of this worker. */
  readonly leaderId: string;
  readonly leaderUrl: string;
  readonly members: readonly JoinedMember[];
  /** The last generation that this worker has come into; -1 for none. */
  readonly lastCompletedGenerationId: number;
  /** What it knew of the config topic when it joined. */
  readonly joinedWith: ConfiguredWork;
}

export interface WorkLeaderParts {
  /** `scheduled.rebalance.max.delay.ms` */
  readonly maxDelayMs: number;
  /** What is known of the config topic now; nothing is read for it. */
  readonly configured: () => ConfiguredWork;
  /**
   * Of work that nobody has any more, what is known to have been stopped in order: it waits for nobody. Nothing by
   * default, as in Java.
   * @param urls - the addresses of the members that there are.
   */
  readonly released?: ((lost: Work, urls: ReadonlySet<string>) => Work) | undefined;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
}

interface DividedMember {
  readonly memberId: string;
  readonly assignment: Buffer;
}

/** Divides the work of a cluster while this worker leads it. What it remembers survives that another one leads for a while. */
export class WorkLeader {
  readonly #parts: WorkLeaderParts;
  #history = noHistory;
  #owners: WorkOwners | null = null;

  constructor(parts: WorkLeaderParts) {
    this.#parts = parts;
  }

  /** Who has what; `null` unless this worker divided the current generation. */
  get owners(): WorkOwners | null {
    return this.#owners;
  }

  /** Whether a member of the last round is not among these. */
  misses(members: readonly JoinedMember[]): boolean {
    return !this.#history.memberIds.isSubsetOf(new Set(members.map(({ memberId }) => memberId)));
  }

  forgetOwners(): void {
    this.#owners = null;
  }

  /** An answer for every member. @throws ProtocolError for members that cannot be understood. */
  divide(group: JoinedGroup): DividedMember[] {
    const members = decodeMembers(group.members);
    const newest = [...members.values()].reduce((max, { configOffset }) => maxOf(max, configOffset), -1n);
    const { joinedWith } = group;
    // The leader is a member too, so the newest of all is its own offset or a later one.
    if (joinedWith.offset >= newest) return this.#divide(group, members, { ...joinedWith, offset: newest });
    const fresh = this.#parts.configured();
    if (fresh.offset >= newest) return this.#divide(group, members, fresh);
    this.#owners = null;
    return answer(group, nothingFor(members), { errorCode: configMismatch, configOffset: newest });
  }

  #divide(
    group: JoinedGroup,
    members: ReadonlyMap<string, MemberMetadata>,
    { offset, work }: ConfiguredWork,
  ): DividedMember[] {
    const division = group.protocol.isCooperative
      ? this.#divideCooperatively(group, members, work)
      : divideEagerly(work, [...members.keys()]);
    const urls = new Map([...members].map(([memberId, { url }]) => [memberId, url]));
    this.#owners = new WorkOwners(division, urls);
    return answer(group, division, { errorCode: assignmentOk, configOffset: offset });
  }

  #divideCooperatively(
    { generationId, lastCompletedGenerationId }: JoinedGroup,
    members: ReadonlyMap<string, MemberMetadata>,
    configured: Work,
  ): Division {
    const { division, history } = divideCooperatively(this.#withoutReleased(members), {
      configured,
      members: [...members].map(([memberId, { allocation }]) => {
        return { memberId, held: allocation?.assigned ?? noWork };
      }),
      generationId,
      lastCompletedGenerationId,
      nowMs: this.#parts.nowMs(),
      maxDelayMs: this.#parts.maxDelayMs,
    });
    this.#history = history;
    return division;
  }

  /** What was given up in order counts as work that was never assigned. */
  #withoutReleased(members: ReadonlyMap<string, MemberMetadata>): CooperativeHistory {
    const history = this.#history;
    const { released } = this.#parts;
    const told = [...members.values()];
    const lost = without(history.assignment, ...told.map(({ allocation }) => allocation?.assigned ?? noWork));
    if (released === undefined || isNoWork(lost)) return history;
    const stopped = released(lost, new Set(told.map(({ url }) => url)));
    if (isNoWork(stopped)) return history;
    const isAllStopped = isNoWork(without(lost, stopped));
    return {
      ...history,
      assignment: without(history.assignment, stopped),
      hasRevokedToBalance: history.hasRevokedToBalance && !isAllStopped,
    };
  }
}

/** In the order in which a Java leader goes through them. */
function decodeMembers(members: readonly JoinedMember[]): ReadonlyMap<string, MemberMetadata> {
  const metadata = new Map(members.map((member) => [member.memberId, member.metadata]));
  return new Map(
    inJavaHashOrder(metadata.keys()).map((memberId) => {
      return [memberId, decodeMetadata(metadata.get(memberId) ?? Buffer.alloc(0))];
    }),
  );
}

function nothingFor(members: ReadonlyMap<string, MemberMetadata>): Division {
  const nothing = { assigned: noWork, revoked: noWork, all: noWork };
  return { delayMs: 0, members: new Map([...members.keys()].map((memberId) => [memberId, nothing])) };
}

function answer(
  { protocol, leaderId, leaderUrl }: JoinedGroup,
  { delayMs, members }: Division,
  told: { readonly errorCode: number; readonly configOffset: bigint },
): DividedMember[] {
  return [...members].map(([memberId, { assigned, revoked }]) => ({
    memberId,
    assignment: encodeAssignment({ ...told, leaderId, leaderUrl, assigned, revoked, delayMs }, protocol),
  }));
}

function maxOf(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
