import { errorCodes, type ErrorName } from '@sluice/kafka-protocol';
import { randomUUID } from 'node:crypto';
import {
  GroupMember,
  refusedJoin,
  refusedSync,
  type Answer,
  type JoinAnswer,
  type MemberDetails,
  type SyncAnswer,
} from './group-member.ts';
import { commonProtocols, electProtocol, sameProtocols } from './group-protocol.ts';
import { groupReactions, type GroupAction, type GroupEvent, type GroupState } from './group-reactions.ts';
import { JoinPhase } from './join-phase.ts';
import { MemberRoster, type MemberClaim } from './member-roster.ts';
import type { StartTimer, Timer } from './timers.ts';

export interface JoinRequest extends MemberDetails {
  readonly memberId: string;
  readonly protocolType: string;
  /** Whether a new member is to be told its id first, and to join again with it (KIP-394). */
  readonly needsKnownId: boolean;
  /** Whether the client understands that a returned leader keeps its assignment (KIP-814). */
  readonly canSkipAssignment: boolean;
}

export interface Assignment {
  readonly memberId: string;
  readonly assignment: Buffer;
}

export interface SyncRequest extends MemberClaim {
  readonly generationId: number;
  /** Null where the client does not say. */
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** Empty but from the leader. */
  readonly assignments: readonly Assignment[];
}

export interface GroupOptions {
  readonly startTimer: StartTimer;
  /** How long the first rebalance of an empty group waits for more members. */
  readonly initialRebalanceDelayMs: number;
  /** How far the group was when the broker ended. */
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly onGeneration: (group: ClassicGroup) => void;
}

/** What an action may need to know beside the group. */
interface Occasion {
  readonly member?: GroupMember;
  readonly assignments?: readonly Assignment[];
  /** The id of the member that `member` replaces. */
  readonly replacedId?: string;
  readonly canSkipAssignment?: boolean;
}

/** A group whose members assign their work among themselves: the broker brings them together and keeps time. */
export class ClassicGroup {
  readonly id: string;
  readonly #options: GroupOptions;
  readonly #roster = new MemberRoster();
  /** Ids that were given out and wait for their members to join with them. */
  readonly #expected = new Map<string, Timer>();
  /** Members of this generation that have not asked for their assignment yet. */
  readonly #unsynced = new Set<string>();
  readonly #joinPhase: JoinPhase;
  #syncPhase: Timer | null = null;
  #state: GroupState = 'Empty';
  #generationId: number;
  #protocolType: string | null;
  #protocolName: string | null = null;

  readonly #actions: Readonly<Record<GroupAction, (occasion: Occasion, from: GroupState) => void>> = {
    none: () => undefined,
    startRebalance: (_occasion, from) => this.#startRebalance(from),
    awaitJoins: () => this.#endJoinPhaseIfComplete(),
    answerGeneration: ({ member }) => member?.answerJoin(this.#generationFor(member)),
    answerReturned: (occasion) => this.#answerReturned(occasion),
    startGeneration: () => this.#startGeneration(),
    becomeEmpty: () => this.#becomeEmpty(),
    awaitAssignment: () => undefined,
    distribute: ({ assignments }) => this.#distribute(assignments ?? []),
    answerAssignment: ({ member }) => member?.answerSync(this.#assignmentOf(member)),
    becomeDead: () => this.#becomeDead(),
  };

  constructor(id: string, options: GroupOptions) {
    this.id = id;
    this.#options = options;
    this.#generationId = options.generationId;
    this.#protocolType = options.protocolType;
    this.#joinPhase = new JoinPhase(options.startTimer, () => this.#endJoinPhase());
  }

  get state(): GroupState {
    return this.#state;
  }

  get generationId(): number {
    return this.#generationId;
  }

  get protocolType(): string | null {
    return this.#protocolType;
  }

  get protocolName(): string | null {
    return this.#protocolName;
  }

  get members(): readonly GroupMember[] {
    return this.#roster.all();
  }

  /** `answer` is called once, when the group has come together or the join is refused. */
  join(request: JoinRequest, answer: Answer<JoinAnswer>): void {
    const { memberId } = request;
    const problem = this.#problemWith(request);
    if (problem !== null) answer(refusedJoin(problem, memberId));
    else if (memberId === '') this.#joinWithoutId(request, answer);
    else if (this.#forgetExpected(memberId)) this.#add(new GroupMember(memberId, request), request, answer);
    else this.#joinAgain(request, answer);
  }

  /** `answer` is called once, when the leader has said who does what. */
  sync(request: SyncRequest, answer: Answer<SyncAnswer>): void {
    const member = this.#memberOf(request, request.generationId);
    if (typeof member === 'string') return answer(refusedSync(member));
    if (!this.#speaksProtocol(request)) return answer(refusedSync('INCONSISTENT_GROUP_PROTOCOL'));
    member.awaitSync(answer);
    this.#renewSession(member);
    const event = member.id === this.#roster.leaderId ? 'leaderSyncs' : 'followerSyncs';
    const error = this.#happen(event, { member, assignments: request.assignments });
    if (error !== 'NONE') return member.answerSync(refusedSync(error));
    this.#unsynced.delete(member.id);
    if (this.#unsynced.size === 0) this.#syncPhase?.cancel();
  }

  heartbeat(claim: MemberClaim, generationId: number): ErrorName {
    const member = this.#memberOf(claim, generationId);
    if (typeof member === 'string') return member;
    this.#renewSession(member);
    return this.#happen('memberHeartbeats');
  }

  /** Whether offsets may be committed. A negative generation comes from clients that are no members. */
  commit(claim: MemberClaim, generationId: number): ErrorName {
    if (generationId < 0 && this.#state === 'Empty') return 'NONE';
    if (generationId < 0 && claim.memberId === '' && claim.instanceId === null) return 'UNKNOWN_MEMBER_ID';
    const member = this.#memberOf(claim, generationId);
    if (typeof member === 'string') return member;
    this.#renewSession(member);
    return this.#happen('memberCommits');
  }

  /** The same for offsets that are committed with a transaction, which may be while the group comes together. */
  checkTransactionalCommit(claim: MemberClaim, generationId: number): ErrorName {
    if (generationId < 0 && this.#state === 'Empty') return 'NONE';
    const member = this.#memberOf(claim, generationId);
    if (typeof member === 'string') return member;
    this.#renewSession(member);
    return 'NONE';
  }

  /** An administrator removes a static member by its instance id alone. */
  leave(claim: MemberClaim): ErrorName {
    if (this.#forgetExpected(claim.memberId)) return this.#happen('expectedMemberGoes');
    const byInstance = claim.memberId === '' ? this.#roster.findInstance(claim.instanceId) : undefined;
    const member = byInstance ?? this.#roster.identify(claim);
    if (typeof member === 'string') return member;
    this.#dismiss(member);
    return 'NONE';
  }

  /** All members count as gone. */
  expireMembers(): void {
    for (const member of this.members) this.#dismiss(member);
  }

  /** Ends the group: members that wait for something are told so. */
  remove(): void {
    this.#happen('groupIsRemoved');
  }

  #happen(event: GroupEvent, occasion: Occasion = {}): ErrorName {
    const from = this.#state;
    const reaction = groupReactions[from][event];
    if ('refuse' in reaction) return reaction.refuse;
    this.#state = reaction.next ?? from;
    this.#actions[reaction.action](occasion, from);
    return 'NONE';
  }

  #problemWith({ protocolType, protocols }: JoinRequest): ErrorName | null {
    if (protocolType === '' || protocols.length === 0) return 'INCONSISTENT_GROUP_PROTOCOL';
    if (this.#roster.size === 0) return null;
    const others = this.members.map(({ details }) => details.protocols);
    const fits = protocolType === this.#protocolType && commonProtocols([...others, protocols]).size > 0;
    return fits ? null : 'INCONSISTENT_GROUP_PROTOCOL';
  }

  #memberOf(claim: MemberClaim, generationId: number): GroupMember | ErrorName {
    if (this.#state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
    const member = this.#roster.identify(claim);
    return typeof member !== 'string' && generationId !== this.#generationId ? 'ILLEGAL_GENERATION' : member;
  }

  #speaksProtocol({ protocolType, protocolName }: SyncRequest): boolean {
    return (
      (protocolType ?? this.#protocolType) === this.#protocolType &&
      (protocolName ?? this.#protocolName) === this.#protocolName
    );
  }

  #joinWithoutId(request: JoinRequest, answer: Answer<JoinAnswer>): void {
    const { instanceId } = request;
    const memberId = `${instanceId ?? request.clientId}-${randomUUID()}`;
    const predecessor = this.#roster.findInstance(instanceId);
    if (predecessor !== undefined) {
      this.#replace(predecessor, { successor: new GroupMember(memberId, request), request, answer });
    } else if (request.needsKnownId && instanceId === null) {
      this.#expect(memberId, request.sessionTimeoutMs);
      answer(refusedJoin('MEMBER_ID_REQUIRED', memberId));
    } else {
      this.#add(new GroupMember(memberId, request), request, answer);
    }
  }

  #add(member: GroupMember, { protocolType }: JoinRequest, answer: Answer<JoinAnswer>): void {
    if (this.#roster.size === 0) this.#protocolType = protocolType;
    this.#roster.add(member);
    this.#joinPhase.memberAdded();
    member.awaitJoin(answer);
    this.#renewSession(member);
    const error = this.#happen('newMemberJoins');
    if (error !== 'NONE') this.#expel(member, error);
  }

  #joinAgain(request: JoinRequest, answer: Answer<JoinAnswer>): void {
    const member = this.#roster.identify(request);
    if (typeof member === 'string') return answer(refusedJoin(member, request.memberId));
    const same = sameProtocols(member.details.protocols, request.protocols);
    const sameEvent = member.id === this.#roster.leaderId ? 'leaderRejoins' : 'followerRejoins';
    member.details = request;
    member.awaitJoin(answer);
    this.#renewSession(member);
    const error = this.#happen(same ? sameEvent : 'changedMemberRejoins', { member });
    if (error !== 'NONE') member.answerJoin(refusedJoin(error, member.id));
  }

  #replace(
    predecessor: GroupMember,
    {
      successor,
      request,
      answer,
    }: { successor: GroupMember; request: JoinRequest; answer: Answer<JoinAnswer> },
  ): void {
    successor.assignment = predecessor.assignment;
    predecessor.refuse('FENCED_INSTANCE_ID');
    predecessor.endSession();
    this.#roster.replace(predecessor, successor);
    if (this.#unsynced.delete(predecessor.id)) this.#unsynced.add(successor.id);
    successor.awaitJoin(answer);
    this.#renewSession(successor);
    const elected = electProtocol(this.members.map(({ details }) => details.protocols));
    this.#happen(elected === this.#protocolName ? 'staticMemberReturns' : 'changedStaticMemberReturns', {
      member: successor,
      replacedId: predecessor.id,
      canSkipAssignment: request.canSkipAssignment,
    });
  }

  #answerReturned({ member, replacedId, canSkipAssignment }: Occasion): void {
    if (member === undefined || replacedId === undefined) return;
    const generation = this.#generationFor(member);
    const leads = generation.leader === member.id;
    // A client that cannot skip the assignment must not take itself for the leader: it would assign anew.
    member.answerJoin(
      canSkipAssignment === true
        ? { ...generation, skipAssignment: leads }
        : { ...generation, leader: leads ? replacedId : generation.leader, members: [] },
    );
  }

  #startRebalance(from: GroupState): void {
    for (const member of this.members) member.answerSync(refusedSync('REBALANCE_IN_PROGRESS'));
    this.#syncPhase?.cancel();
    this.#unsynced.clear();
    this.#joinPhase.start({
      timeoutMs: this.#longestRebalanceTimeoutMs(),
      delayMs: from === 'Empty' ? this.#options.initialRebalanceDelayMs : 0,
    });
    this.#endJoinPhaseIfComplete();
  }

  #endJoinPhaseIfComplete(): void {
    const complete = this.#expected.size === 0 && this.members.every(({ awaitsJoin }) => awaitsJoin);
    if (complete && !this.#joinPhase.isDelayed) this.#endJoinPhase();
  }

  // Static members stay though they did not join: they are expected back within their session timeout.
  #endJoinPhase(): void {
    this.#joinPhase.stop();
    for (const member of this.members) {
      if (!member.awaitsJoin && member.details.instanceId === null) this.#forget(member);
    }
    const joined = this.members.filter(({ awaitsJoin }) => awaitsJoin);
    if (joined.length > 0) {
      this.#roster.leadByOneOf(joined);
      this.#happen('joinPhaseEnds');
    } else if (this.#roster.size > 0) {
      this.#joinPhase.start({ timeoutMs: this.#longestRebalanceTimeoutMs(), delayMs: 0 });
    } else {
      this.#happen('joinPhaseEndsEmpty');
    }
  }

  #startGeneration(): void {
    this.#generationId += 1;
    this.#protocolName = electProtocol(this.members.map(({ details }) => details.protocols));
    this.#options.onGeneration(this);
    this.#syncPhase = this.#options.startTimer(this.#longestRebalanceTimeoutMs(), () => this.#endSyncPhase());
    for (const member of this.members) {
      this.#unsynced.add(member.id);
      if (!member.awaitsJoin) continue;
      this.#renewSession(member);
      member.answerJoin(this.#generationFor(member));
    }
  }

  #endSyncPhase(): void {
    for (const member of this.members) if (this.#unsynced.has(member.id)) this.#forget(member);
    this.#happen('syncPhaseEnds');
  }

  #distribute(assignments: readonly Assignment[]): void {
    const byMember = new Map(assignments.map(({ memberId, assignment }) => [memberId, assignment]));
    for (const member of this.members) {
      member.assignment = byMember.get(member.id) ?? Buffer.alloc(0);
      member.answerSync(this.#assignmentOf(member));
    }
  }

  #becomeEmpty(): void {
    this.#generationId += 1;
    this.#protocolName = null;
    this.#options.onGeneration(this);
  }

  #becomeDead(): void {
    this.#joinPhase.stop();
    this.#syncPhase?.cancel();
    for (const timer of this.#expected.values()) timer.cancel();
    for (const member of this.members) this.#expel(member, 'COORDINATOR_NOT_AVAILABLE');
  }

  #dismiss(member: GroupMember): void {
    this.#forget(member);
    this.#happen('memberGoes');
  }

  #forget(member: GroupMember): void {
    this.#expel(member, 'UNKNOWN_MEMBER_ID');
  }

  #expel(member: GroupMember, error: ErrorName): void {
    member.endSession();
    this.#roster.remove(member);
    this.#unsynced.delete(member.id);
    member.refuse(error);
  }

  #expect(memberId: string, timeoutMs: number): void {
    const expire = (): void => void this.leave({ memberId, instanceId: null });
    this.#expected.set(memberId, this.#options.startTimer(timeoutMs, expire));
  }

  #forgetExpected(memberId: string): boolean {
    this.#expected.get(memberId)?.cancel();
    return this.#expected.delete(memberId);
  }

  #renewSession(member: GroupMember): void {
    member.renewSession(this.#options.startTimer, () => this.#dismiss(member));
  }

  #longestRebalanceTimeoutMs(): number {
    return Math.max(0, ...this.members.map(({ details }) => details.rebalanceTimeoutMs));
  }

  #generationFor(member: GroupMember): JoinAnswer {
    const leader = this.#roster.leaderId ?? '';
    return {
      errorCode: errorCodes.NONE,
      generationId: this.#generationId,
      protocolType: this.#protocolType,
      protocolName: this.#protocolName,
      leader,
      skipAssignment: false,
      memberId: member.id,
      members: leader === member.id ? this.members.map((each) => this.#asSeenByLeader(each)) : [],
    };
  }

  #asSeenByLeader(member: GroupMember): JoinAnswer['members'][number] {
    return {
      memberId: member.id,
      groupInstanceId: member.details.instanceId,
      metadata: member.metadataFor(this.#protocolName),
    };
  }

  #assignmentOf({ assignment }: GroupMember): SyncAnswer {
    return {
      errorCode: errorCodes.NONE,
      protocolType: this.#protocolType,
      protocolName: this.#protocolName,
      assignment,
    };
  }
}
