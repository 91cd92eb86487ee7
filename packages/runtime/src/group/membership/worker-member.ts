import { ConnectError, type PluginLogger } from '@sluice/connect-api';
import {
  ProtocolError,
  type GroupClient,
  type GroupMember,
  type GroupOwner,
  type GroupProtocolOffer,
  type JoinResponse,
  type MemberAssignment,
  type MemberState,
} from '@sluice/kafka-client';
import { WorkLeader, type ConfiguredWork, type WorkLeaderParts } from '../assignors/work-leader.ts';
import type { WorkOwners } from '../assignors/work-owners.ts';
import { assignmentOk, decodeAssignment, type WorkAssignment } from '../protocol/assignment-codec.ts';
import {
  protocolNamed,
  protocolsOf,
  type ConnectProtocol,
  type ConnectProtocolMode,
} from '../protocol/connect-protocol.ts';
import { encodeMetadata } from '../protocol/metadata-codec.ts';
import { isNoWork, noWork } from '../protocol/work.ts';
import { HeldWork } from './held-work.ts';
import { SilenceAlarm } from './silence-alarm.ts';
import type { WorkListener } from './work-listener.ts';

export interface WorkerMemberParts {
  readonly client: Pick<GroupClient, 'newMember'>;
  /** `connect.protocol` */
  readonly mode: ConnectProtocolMode;
  /** The advertised address of the REST API. */
  readonly url: string;
  readonly heartbeatIntervalMs: number;
  /** `scheduled.rebalance.max.delay.ms` */
  readonly maxDelayMs: number;
  /** What this worker knows of the config topic now; nothing is read for it. */
  readonly configured: () => ConfiguredWork;
  readonly listener: WorkListener;
  readonly log: PluginLogger;
  /** See `WorkLeaderParts`. */
  readonly released?: WorkLeaderParts['released'];
  /** Waited for before a group is divided that somebody is missing from. */
  readonly beforeReplacing?: () => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  /** There may be something to do for `advance`. */
  readonly onChange: () => void;
}

/**
 * A worker's place in its group. It joins, beats and leads by itself; whatever concerns the work, which has to be stopped
 * and taken over in order, it does in `advance`, whose turn it is whenever `onChange` was called.
 */
export class WorkerMember {
  readonly #parts: WorkerMemberParts;
  readonly #leader: WorkLeader;
  readonly #held = new HeldWork();
  readonly #alarm: SilenceAlarm;
  #member: GroupMember;
  #protocol: ConnectProtocol | null = null;
  #lastCompletedGenerationId = -1;
  /** What was known at the last join, on which this worker divides when it leads. */
  #joinedWith: ConfiguredWork = { offset: -1n, work: noWork };
  /** Whether work was stopped for the rebalance that is under way. */
  #isPrepared = false;
  #wantsIn = false;
  /** Whether work was dropped that the group was told of. */
  #isOutdated = false;

  constructor(parts: WorkerMemberParts) {
    this.#parts = parts;
    this.#leader = new WorkLeader(parts);
    this.#alarm = new SilenceAlarm(parts.heartbeatIntervalMs, parts.onChange);
    this.#member = this.#newMember();
  }

  /** What the group followed last; `null` before the first assignment. */
  get protocol(): ConnectProtocol | null {
    return this.#protocol;
  }

  /** Empty before the group has given one. */
  get memberId(): string {
    return this.#member.membership.memberId;
  }

  /** Whether this worker leads the group now; not while the group is being divided. */
  get isLeader(): boolean {
    return this.#member.state === 'stable' && this.#member.isLeader;
  }

  /** Whether this worker is in a group whose work is divided, and has taken over its share. */
  get isStable(): boolean {
    return this.#member.state === 'stable';
  }

  /** Who has what; `null` unless this worker leads. */
  get owners(): WorkOwners | null {
    return this.#leader.owners;
  }

  /** Joins with the next `advance`. */
  enter(): void {
    this.#wantsIn = true;
    this.#parts.onChange();
  }

  /** Has the group divided anew, once what it is about now has been taken over. */
  requestRejoin(): void {
    this.#member.requestRebalance('');
  }

  /**
   * Does what it is this worker's turn to do.
   * @throws KafkaError when the group does not want this worker; ConnectError `GROUP_UNREADABLE`; what the listener throws.
   */
  async advance(): Promise<void> {
    for (;;) {
      const { state } = this.#member;
      if (state === 'failed') throw this.#member.failure;
      if (this.#isCutOff) await this.#cutOff();
      else if (state === 'outside' && this.#wantsIn) await this.#inTurn(() => this.#joinPrepared());
      else if (state === 'revoking' || state === 'losing') await this.#inTurn(() => this.#release());
      else if (state === 'handing-over') await this.#inTurn(() => this.#takeOver());
      else return;
    }
  }

  /** Leaves until it enters again. What it has it goes on to have, and tells when it comes back. */
  async leaveForNow(reason: string): Promise<void> {
    await this.leave(reason);
    this.#wantsIn = false;
    this.#member = this.#newMember();
  }

  /** Stops all that this worker has, because others may have it by now. */
  async dropAll(): Promise<void> {
    await this.#parts.listener.onRevoked(this.#held.work, this.#held.leaderId);
    this.#held.forget();
    this.#isOutdated = true;
    this.#member.requestRebalance('');
  }

  /** Leaves for good; work is stopped before. */
  async leave(reason: string): Promise<void> {
    this.#alarm.disarm();
    this.#leader.forgetOwners();
    await this.#member.leave({ reason });
  }

  get #isCutOff(): boolean {
    const isLongSilent = (this.#member.silentForMs ?? 0) >= this.#parts.heartbeatIntervalMs;
    return isLongSilent && this.#held.isDivided;
  }

  #newMember(): GroupMember {
    const owner: GroupOwner = {
      offers: () => this.#offers(),
      divide: (joined) => this.#divide(joined),
    };
    const member = this.#parts.client.newMember(owner, () => {
      this.#alarm.heard(member.silentForMs);
      if (ownTurns.has(member.state)) member.ownerWent();
      this.#parts.onChange();
    });
    return member;
  }

  #offers(): GroupProtocolOffer[] {
    this.#joinedWith = this.#parts.configured();
    this.#isOutdated = false;
    const { offset: configOffset } = this.#joinedWith;
    const metadata = { url: this.#parts.url, configOffset, allocation: this.#held.allocation };
    return protocolsOf(this.#parts.mode).map((protocol) => ({
      name: protocol.name,
      metadata: encodeMetadata(metadata, protocol),
    }));
  }

  async #divide(joined: JoinResponse): Promise<MemberAssignment[]> {
    if (this.#leader.misses(joined.members)) await this.#parts.beforeReplacing?.();
    const protocol = requireProtocol(joined.protocolName);
    const { generationId, memberId, members } = joined;
    return this.#leader.divide({
      protocol,
      generationId,
      leaderId: memberId,
      leaderUrl: this.#parts.url,
      members,
      lastCompletedGenerationId: this.#lastCompletedGenerationId,
      joinedWith: this.#joinedWith,
    });
  }

  /** A turn that comes or is over too late costs the place in the group: others do not wait for this worker for ever. */
  async #inTurn(act: () => Promise<void>): Promise<void> {
    this.#member.ownerWent();
    try {
      await act();
    } finally {
      this.#member.ownerArrived();
    }
  }

  async #joinPrepared(): Promise<void> {
    await this.#prepare();
    this.#member.enter();
  }

  async #release(): Promise<void> {
    await this.#prepare();
    this.#member.released();
  }

  /** Before a join: in the eager protocol nobody may work while the group is divided. */
  async #prepare(): Promise<void> {
    this.#leader.forgetOwners();
    const isEager = this.#protocol?.isCooperative === false;
    if (isEager && this.#held.isDivided && !this.#isPrepared)
      await this.#parts.listener.onRevoked(this.#held.work, this.#held.leaderId);
    this.#isPrepared = true;
  }

  async #takeOver(): Promise<void> {
    const member = this.#member;
    const { generationId } = member.membership;
    const protocol = requireProtocol(member.protocolName);
    const told = decode(member.assignment);
    if (protocol.isCooperative && !isNoWork(told.revoked)) {
      await this.#parts.listener.onRevoked(told.revoked, told.leaderId);
      this.#held.drop(told.revoked);
    }
    // While work was stopped the group may have gone on without this worker, and given what is new to another one.
    if (member.state !== 'handing-over') return;
    this.#held.take(told, protocol);
    this.#protocol = protocol;
    this.#lastCompletedGenerationId = generationId;
    this.#isPrepared = false;
    const assignment = { ...told, assigned: this.#held.work };
    await this.#parts.listener.onAssigned({ assignment, protocol, generationId, isLeader: member.isLeader });
    if (told.errorCode !== assignmentOk || this.#isOutdated) member.requestRebalance('');
    member.takenOver();
  }

  async #cutOff(): Promise<void> {
    this.#parts.log.warn({}, 'The group cannot be reached; stopping all work, because others may do it soon');
    await this.dropAll();
  }
}

/** States in which the group waits for this worker. */
const ownTurns: ReadonlySet<MemberState> = new Set<MemberState>(['handing-over', 'revoking', 'losing']);

/** @throws ConnectError */
function requireProtocol(name: string | null): ConnectProtocol {
  const protocol = protocolNamed(name);
  if (protocol !== undefined) return protocol;
  throw new ConnectError(`The group follows ${name}, which is no protocol of Connect workers`, {
    code: 'GROUP_UNREADABLE',
  });
}

/** @throws ConnectError */
function decode(bytes: Buffer): WorkAssignment {
  try {
    return decodeAssignment(bytes);
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    const what = bytes.length === 0 ? 'it has left this worker out' : cause.message;
    throw new ConnectError(`What the leader of the group tells this worker cannot be read: ${what}`, {
      code: 'GROUP_UNREADABLE',
      cause,
    });
  }
}
