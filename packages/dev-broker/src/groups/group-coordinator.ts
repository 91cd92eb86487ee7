import type { ErrorName } from '@sluice/kafka-protocol';
import { ClassicGroup, type JoinRequest, type SyncRequest } from './classic-group.ts';
import type { CommittedOffsets, CommittedPartition } from './committed-offsets.ts';
import { refusedJoin, refusedSync, type JoinAnswer, type SyncAnswer } from './group-member.ts';
import type { GroupStore } from './group-store.ts';
import type { MemberClaim } from './member-roster.ts';
import type { StartTimer } from './timers.ts';

export interface CoordinatorOptions {
  readonly store: GroupStore;
  readonly startTimer: StartTimer;
  readonly now: () => number;
  readonly initialRebalanceDelayMs: number;
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
  /** How long the offsets of a group without members are kept after its last commit. */
  readonly offsetsRetentionMs: number;
  readonly onError: (message: string, error: unknown) => void;
}

/** Whom a commit is for. */
export interface Commit extends MemberClaim {
  readonly groupId: string;
  readonly generationId: number;
}

/** All groups of the broker: those with members, and those of which only offsets are left. */
export class GroupCoordinator {
  readonly #options: CoordinatorOptions;
  readonly #groups = new Map<string, ClassicGroup>();

  constructor(options: CoordinatorOptions) {
    this.#options = options;
    for (const groupId of options.store.groupIds()) this.#open(groupId);
  }

  all(): ClassicGroup[] {
    return [...this.#groups.values()];
  }

  find(groupId: string): ClassicGroup | undefined {
    return this.#groups.get(groupId);
  }

  offsetsOf(groupId: string): CommittedOffsets | undefined {
    return this.#options.store.find(groupId)?.offsets;
  }

  join(groupId: string, request: JoinRequest): Promise<JoinAnswer> {
    const problem = this.#problemWith(groupId, request);
    if (problem !== null) return Promise.resolve(refusedJoin(problem, request.memberId));
    const group = this.#groups.get(groupId) ?? this.#open(groupId);
    return new Promise((resolve) => group.join(request, resolve));
  }

  sync(groupId: string, request: SyncRequest): Promise<SyncAnswer> {
    const group = this.#groups.get(groupId);
    if (group === undefined) return Promise.resolve(refusedSync(missingGroup(groupId)));
    return new Promise((resolve) => group.sync(request, resolve));
  }

  heartbeat(groupId: string, claim: MemberClaim, generationId: number): ErrorName {
    return this.#groups.get(groupId)?.heartbeat(claim, generationId) ?? missingGroup(groupId);
  }

  leave(groupId: string, claim: MemberClaim): ErrorName {
    return this.#groups.get(groupId)?.leave(claim) ?? missingGroup(groupId);
  }

  /** Whether `commit` may go on. */
  mayCommit({ groupId, generationId, ...claim }: Commit): ErrorName {
    if (groupId === '') return 'INVALID_GROUP_ID';
    const group = this.#groups.get(groupId);
    if (group !== undefined) return group.commit(claim, generationId);
    // Clients that assign partitions to themselves commit in the name of a group that nobody ever joined.
    return generationId < 0 ? 'NONE' : 'ILLEGAL_GENERATION';
  }

  async commit(groupId: string, offsets: readonly CommittedPartition[]): Promise<void> {
    if (!this.#groups.has(groupId)) this.#open(groupId);
    await this.#options.store.commit(groupId, offsets, this.#options.now());
  }

  /** Whether offsets may be committed with a transaction. A client that names no member is trusted (KIP-447). */
  mayCommitInTransaction({ groupId, generationId, ...claim }: Commit): ErrorName {
    if (groupId === '') return 'INVALID_GROUP_ID';
    const namesNobody = generationId < 0 && claim.memberId === '' && claim.instanceId === null;
    if (namesNobody) return 'NONE';
    return this.#groups.get(groupId)?.checkTransactionalCommit(claim, generationId) ?? 'ILLEGAL_GENERATION';
  }

  async commitPending(
    groupId: string,
    producerId: number,
    offsets: readonly CommittedPartition[],
  ): Promise<void> {
    if (!this.#groups.has(groupId)) this.#open(groupId);
    await this.#options.store.commitPending(groupId, producerId, offsets);
  }

  async endTransaction(groupId: string, producer: number, committed: boolean): Promise<void> {
    const timeMs = this.#options.now();
    await this.#options.store.endTransaction(groupId, { producer, committed, timeMs });
  }

  /** Whether a transaction under way is about to commit an offset of the partition. */
  hasPending(groupId: string, topic: string, partition: number): boolean {
    const pending = this.#options.store.find(groupId)?.pending;
    if (pending === undefined || pending.size === 0) return false;
    return [...pending.values()].some((offsets) => offsets.find(topic, partition) !== undefined);
  }

  /** Removes a group with its offsets, unless it has members. */
  async remove(groupId: string): Promise<ErrorName> {
    const group = this.#groups.get(groupId);
    if (groupId === '') return 'INVALID_GROUP_ID';
    if (group === undefined) return 'GROUP_ID_NOT_FOUND';
    if (group.state !== 'Empty') return 'NON_EMPTY_GROUP';
    group.remove();
    this.#groups.delete(groupId);
    await this.#options.store.removeGroup(groupId);
    return 'NONE';
  }

  async removeOffsets(
    groupId: string,
    partitions: readonly (readonly [topic: string, partition: number])[],
  ): Promise<void> {
    await this.#options.store.removeOffsets(groupId, partitions);
  }

  async forgetTopic(topic: string): Promise<void> {
    await this.#options.store.forgetTopic(topic);
  }

  /** Ends groups without members that have no offsets, or only such as nobody asked for in a long time. */
  async removeExpired(): Promise<void> {
    const { store, now, offsetsRetentionMs } = this.#options;
    for (const group of this.all()) {
      const stored = store.find(group.id);
      if (stored !== undefined && stored.pending.size > 0) continue;
      const keeps = stored !== undefined && !stored.offsets.isEmpty;
      if (group.state !== 'Empty' || (keeps && now() - stored.lastCommitMs < offsetsRetentionMs)) continue;
      group.remove();
      this.#groups.delete(group.id);
      if (stored !== undefined) await store.removeGroup(group.id);
    }
  }

  /** Answers whoever waits; offsets stay. */
  close(): void {
    for (const group of this.all()) group.remove();
    this.#groups.clear();
  }

  #problemWith(groupId: string, { memberId, sessionTimeoutMs }: JoinRequest): ErrorName | null {
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#options;
    if (groupId === '') return 'INVALID_GROUP_ID';
    if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs) {
      return 'INVALID_SESSION_TIMEOUT';
    }
    return memberId !== '' && !this.#groups.has(groupId) ? 'UNKNOWN_MEMBER_ID' : null;
  }

  #open(groupId: string): ClassicGroup {
    const { store, startTimer, initialRebalanceDelayMs } = this.#options;
    const stored = store.find(groupId);
    const group = new ClassicGroup(groupId, {
      startTimer,
      initialRebalanceDelayMs,
      generationId: stored?.generationId ?? 0,
      protocolType: stored?.protocolType ?? null,
      onGeneration: (changed) => this.#keepGeneration(changed),
    });
    this.#groups.set(groupId, group);
    return group;
  }

  // Nobody waits for it: should it get lost, members that come back are counted from an older generation.
  #keepGeneration({ id, generationId, protocolType }: ClassicGroup): void {
    this.#options.store
      .startGeneration(id, generationId, protocolType ?? '')
      .catch((error: unknown) =>
        this.#options.onError('the generation of a group could not be stored', error),
      );
  }
}

function missingGroup(groupId: string): ErrorName {
  return groupId === '' ? 'INVALID_GROUP_ID' : 'UNKNOWN_MEMBER_ID';
}
