import {
  decodeAssignment,
  errorCodes,
  heartbeatApi,
  joinGroupApi,
  leaveGroupApi,
  offsetCommitApi,
  syncGroupApi,
  type ErrorName,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import { KafkaError } from '../src/errors/kafka-error.ts';
import { refusal } from '../src/errors/refusal.ts';
import type { Coordinator, CoordinatorCall } from '../src/group/coordinator.ts';
import type { TopicPartition } from '../src/topic-partition.ts';

type JoinRequest = RequestInputOf<typeof joinGroupApi>;
type JoinResponse = ResponseOf<typeof joinGroupApi>;

interface ModelMember {
  readonly memberId: string;
  protocols: JoinRequest['protocols'];
  assignment: Buffer;
  onJoined: ((response: JoinResponse) => void) | null;
  onSynced: ((errorCode: number) => void) | null;
  expiry: NodeJS.Timeout | undefined;
}

export interface ClassicGroupModelOptions {
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
}

/** How a broker keeps a group of the classic protocol, for dynamic members: enough to be a partner in simulations. */
export class ClassicGroupModel {
  readonly #options: ClassicGroupModelOptions;
  readonly #members = new Map<string, ModelMember>();
  readonly #promised = new Set<string>();
  #state: 'empty' | 'preparing' | 'completing' | 'stable' = 'empty';
  #generationId = 0;
  #leader = '';
  #protocolName = '';
  #lastId = 0;
  #joinTimer: NodeJS.Timeout | undefined;

  constructor(options: ClassicGroupModelOptions) {
    this.#options = options;
  }

  get isStable(): boolean {
    return this.#state === 'stable' || this.#state === 'empty';
  }

  get memberIds(): string[] {
    return [...this.#members.keys()];
  }

  isCurrent(memberId: string, generationId: number): boolean {
    return this.#members.has(memberId) && generationId === this.#generationId;
  }

  /** What the leader gave a member last. */
  assignmentOf(memberId: string): TopicPartition[] {
    const assignment = this.#members.get(memberId)?.assignment ?? Buffer.alloc(0);
    if (assignment.length === 0) return [];
    return decodeAssignment(assignment).assignedPartitions.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
  }

  /** The group as one member reaches it; `isReachable` may change at any time. */
  seenBy(isReachable: () => boolean): Coordinator {
    const call = async <In, Out>({ api, body, codeOf, action }: CoordinatorCall<In, Out>): Promise<Out> => {
      await later();
      if (!isReachable()) throw new KafkaError('NETWORK_EXCEPTION', 'cut off');
      const request = typeof body === 'function' ? (body as (version: number) => In)(api.maxVersion) : body;
      const response = (await this.#answer(api.key, request)) as Out;
      await later();
      if (!isReachable()) throw new KafkaError('NETWORK_EXCEPTION', 'cut off');
      const code = codeOf(response);
      if (code !== errorCodes.NONE) throw refusal({ code, action });
      return response;
    };
    return { call } as unknown as Coordinator;
  }

  #answer(key: number, request: unknown): Promise<unknown> {
    if (key === joinGroupApi.key) return this.#join(request as JoinRequest);
    if (key === syncGroupApi.key) return this.#sync(request as RequestInputOf<typeof syncGroupApi>);
    const respond = (errorCode: number) => Promise.resolve({ errorCode, members: [], topics: [] });
    if (key === heartbeatApi.key)
      return respond(this.#heartbeat(request as RequestInputOf<typeof heartbeatApi>));
    if (key === offsetCommitApi.key) return respond(errorCodes.NONE);
    if (key !== leaveGroupApi.key) throw new RangeError(`no answer to API ${key}`);
    const { members } = request as RequestInputOf<typeof leaveGroupApi>;
    for (const { memberId } of members ?? []) this.#remove(memberId);
    return respond(errorCodes.NONE);
  }

  #join({ memberId, protocols }: JoinRequest): Promise<JoinResponse> {
    if (memberId === '') {
      this.#lastId += 1;
      const promised = `m${this.#lastId}`;
      this.#promised.add(promised);
      return Promise.resolve({ ...this.#refusal('MEMBER_ID_REQUIRED'), memberId: promised });
    }
    const known = this.#members.get(memberId);
    if (known === undefined && !this.#promised.delete(memberId))
      return Promise.resolve(this.#refusal('UNKNOWN_MEMBER_ID'));
    const nobody = { memberId, assignment: Buffer.alloc(0), onSynced: null, expiry: undefined };
    const member: ModelMember = known ?? { ...nobody, protocols, onJoined: null };
    member.protocols = protocols;
    this.#members.set(memberId, member);
    clearTimeout(member.expiry);
    this.#prepare();
    return new Promise((resolve) => {
      member.onJoined?.(this.#refusal('REBALANCE_IN_PROGRESS'));
      member.onJoined = resolve;
      this.#completeIfAllJoined();
    });
  }

  async #sync({
    memberId,
    generationId,
    assignments,
  }: RequestInputOf<typeof syncGroupApi>): Promise<unknown> {
    const member = this.#members.get(memberId);
    const code = this.#codeFor(memberId, generationId);
    if (member === undefined || code !== errorCodes.NONE) return { errorCode: code, ...unnamed };
    if (this.#state === 'preparing') return { errorCode: errorCodes.REBALANCE_IN_PROGRESS, ...unnamed };
    this.#expireLater(member);
    if (this.#state === 'completing' && memberId === this.#leader) this.#divided(assignments);
    let errorCode: number = errorCodes.NONE;
    if (this.#state === 'completing')
      errorCode = await new Promise<number>((resolve) => (member.onSynced = resolve));
    return { errorCode, ...unnamed, assignment: member.assignment };
  }

  #heartbeat({ memberId, generationId }: RequestInputOf<typeof heartbeatApi>): number {
    const code = this.#codeFor(memberId, generationId);
    const member = this.#members.get(memberId);
    if (code !== errorCodes.NONE || member === undefined) return code;
    this.#expireLater(member);
    return this.#state === 'preparing' ? errorCodes.REBALANCE_IN_PROGRESS : errorCodes.NONE;
  }

  #divided(assignments: RequestInputOf<typeof syncGroupApi>['assignments']): void {
    for (const member of this.#members.values()) member.assignment = Buffer.alloc(0);
    for (const { memberId, assignment } of assignments) {
      const member = this.#members.get(memberId);
      if (member !== undefined) member.assignment = Buffer.from(assignment as Uint8Array);
    }
    this.#state = 'stable';
    this.#releaseSyncs(errorCodes.NONE);
  }

  #prepare(): void {
    if (this.#state === 'preparing') return;
    this.#state = 'preparing';
    this.#releaseSyncs(errorCodes.REBALANCE_IN_PROGRESS);
    clearTimeout(this.#joinTimer);
    this.#joinTimer = setTimeout(() => this.#complete(), this.#options.rebalanceTimeoutMs);
  }

  #completeIfAllJoined(): void {
    if (this.#state !== 'preparing') return;
    if ([...this.#members.values()].every(({ onJoined }) => onJoined !== null)) this.#complete();
  }

  /** Goes on to the next generation without those who have not joined. */
  #complete(): void {
    clearTimeout(this.#joinTimer);
    for (const [memberId, { onJoined, expiry }] of this.#members) {
      if (onJoined !== null) continue;
      clearTimeout(expiry);
      this.#members.delete(memberId);
    }
    this.#generationId += 1;
    const members = [...this.#members.values()];
    if (!this.#members.has(this.#leader)) this.#leader = members[0]?.memberId ?? '';
    this.#protocolName = firstOfferedByAll(members);
    this.#state = members.length === 0 ? 'empty' : 'completing';
    for (const member of members) {
      this.#expireLater(member);
      member.onJoined?.(this.#welcome(member.memberId));
      member.onJoined = null;
    }
  }

  #welcome(memberId: string): JoinResponse {
    const members = [...this.#members.values()].map(({ memberId: id, protocols }) => ({
      memberId: id,
      groupInstanceId: null,
      metadata: Buffer.from(
        protocols.find(({ name }) => name === this.#protocolName)?.metadata as Uint8Array,
      ),
    }));
    const forLeader = memberId === this.#leader ? members : [];
    return { ...this.#refusal('NONE'), memberId, members: forLeader };
  }

  #refusal(name: ErrorName): JoinResponse {
    return {
      throttleTimeMs: 0,
      errorCode: errorCodes[name],
      generationId: this.#generationId,
      protocolType: null,
      protocolName: this.#protocolName,
      leader: this.#leader,
      skipAssignment: false,
      memberId: '',
      members: [],
    };
  }

  #remove(memberId: string): void {
    const member = this.#members.get(memberId);
    this.#promised.delete(memberId);
    if (member === undefined) return;
    clearTimeout(member.expiry);
    this.#members.delete(memberId);
    member.onJoined?.(this.#refusal('UNKNOWN_MEMBER_ID'));
    member.onSynced?.(errorCodes.UNKNOWN_MEMBER_ID);
    this.#prepare();
    this.#completeIfAllJoined();
  }

  /** Who waits for a join to complete does not beat, and is not expected to. */
  #expireLater(member: ModelMember): void {
    clearTimeout(member.expiry);
    member.expiry = setTimeout(() => {
      if (member.onJoined === null) this.#remove(member.memberId);
    }, this.#options.sessionTimeoutMs);
  }

  #releaseSyncs(errorCode: number): void {
    for (const member of this.#members.values()) {
      member.onSynced?.(errorCode);
      member.onSynced = null;
    }
  }

  #codeFor(memberId: string, generationId: number): number {
    if (!this.#members.has(memberId)) return errorCodes.UNKNOWN_MEMBER_ID;
    return generationId === this.#generationId ? errorCodes.NONE : errorCodes.ILLEGAL_GENERATION;
  }
}

function firstOfferedByAll(members: readonly ModelMember[]): string {
  const offers = members.map(({ protocols }) => protocols.map(({ name }) => name));
  return offers[0]?.find((name) => offers.every((offered) => offered.includes(name))) ?? '';
}

const unnamed = {
  throttleTimeMs: 0,
  protocolType: null,
  protocolName: null,
  assignment: Buffer.alloc(0),
};

const roundTripMs = 1;

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, roundTripMs));
}
