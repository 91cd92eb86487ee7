import { errorCodes, isRetriable } from '@sluice/kafka-protocol';
import type { ClientLog } from '../../client-log.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { BackoffOptions } from '../../timing/backoff.ts';
import { timerMs } from '../../timing/delay.ts';
import type { AbsenceRule } from '../absence-rule.ts';
import type { LeaveOptions } from '../leave-options.ts';
import type { MemberMetrics } from '../member-metrics.ts';
import { noMembership, sameMembership, type Membership } from '../membership.ts';
import type { ConsumerGroupRequests, HeartbeatResponse } from './consumer-group-requests.ts';
import {
  isBeating,
  nextConsumerMemberState,
  type ConsumerMemberAction,
  type ConsumerMemberEvent,
  type ConsumerMemberState,
} from './consumer-member-state.ts';
import { joiningEpoch, leavingEpoch, restingEpoch } from './epochs.ts';
import { HeartbeatFields, type FixedFacts, type WantedTopics } from './heartbeat-fields.ts';
import { HeartbeatLoop } from './heartbeat-loop.ts';
import { sameTarget, toTarget, type TopicIdPartitions } from './target.ts';

export interface ConsumerMemberParts {
  readonly requests: ConsumerGroupRequests;
  readonly fixed: FixedFacts;
  /** What the owner wants to read, asked for at every heartbeat. */
  readonly wanted: () => WantedTopics;
  readonly absence: AbsenceRule;
  readonly backoff: BackoffOptions;
  readonly log: ClientLog;
  readonly metrics: MemberMetrics;
  /** Called when the state has changed. */
  readonly onChange: () => void;
  /** Called when a heartbeat was answered. */
  readonly onBeat: () => void;
  /** Whether the group has told somebody else what it has to say to this member. */
  readonly wasActedFor: () => boolean;
}

const nothing: TopicIdPartitions = new Map();

/** A member of a group by the consumer protocol (KIP-848). Heartbeats go on by themselves, also in the owner's turns. */
export class ConsumerMember {
  readonly #parts: ConsumerMemberParts;
  readonly #fields: HeartbeatFields;
  readonly #loop: HeartbeatLoop;
  #state: ConsumerMemberState = 'outside';
  #epoch = joiningEpoch;
  #target = nothing;
  #held = nothing;
  /** Whether the coordinator may know this member: it was sent a heartbeat. */
  #isKnown = false;
  #failure: KafkaError | null = null;
  #complaint: KafkaError | null = null;
  #heartbeatIntervalMs = 0;
  #absenceTimer: NodeJS.Timeout | undefined;
  #leaving: Promise<void> = Promise.resolve();

  constructor(parts: ConsumerMemberParts) {
    this.#parts = parts;
    this.#fields = new HeartbeatFields(parts.fixed);
    this.#loop = new HeartbeatLoop({
      backoff: parts.backoff,
      beat: () => this.#beat(),
      onAnswered: (response) => this.#answered(response),
      onRefused: (error) => this.#refused(error),
    });
  }

  get state(): ConsumerMemberState {
    return this.#state;
  }

  /** Outside of the group, the membership of nobody. */
  get membership(): Membership {
    if (this.#epoch <= joiningEpoch) return noMembership;
    return { memberId: this.#parts.requests.memberId, generationId: this.#epoch };
  }

  /** What the member is to have. */
  get target(): TopicIdPartitions {
    return this.#target;
  }

  /** What the owner has. */
  get held(): TopicIdPartitions {
    return this.#held;
  }

  /** How often the coordinator wants heartbeats; 0 before it has said so. */
  get heartbeatIntervalMs(): number {
    return this.#heartbeatIntervalMs;
  }

  /** In `failed`: why. */
  get failure(): KafkaError {
    return this.#failure ?? new KafkaError(-1, 'The group does not want this member');
  }

  /** Something to tell the owner, once, though the member stays in the group. */
  takeComplaint(): KafkaError | null {
    const complaint = this.#complaint;
    this.#complaint = null;
    return complaint;
  }

  enter(): void {
    this.#dispatch('enter');
  }

  /** A change of what the owner wants is told at once. */
  wantedMayHaveChanged(): void {
    if (isBeating(this.#state) && !this.#fields.isTold(this.#parts.wanted())) this.#loop.beatSoon();
  }

  /** The owner has given up and taken over what was needed, and now has this. */
  reconciled(held: TopicIdPartitions): void {
    if (this.#state !== 'reconciling') return;
    this.#held = held;
    this.#parts.metrics.rebalanceEnded();
    this.#dispatch('reconciled');
    if (!sameTarget(held, this.#target)) this.#retarget();
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
    this.#absenceTimer = setTimeout(() => this.#overdue(), timerMs(this.#parts.absence.maxMs));
  }

  /** Something that was asked for as this member was refused, such as a commit. */
  refused(error: KafkaError, membership: Membership): void {
    if (!sameMembership(membership, this.membership)) return;
    // The coordinator is ahead: the next answer brings the epoch, or tells that this member is out.
    if (eventOf(error) === 'lost' || error.is('STALE_MEMBER_EPOCH')) this.#loop.beatSoon();
  }

  /** Leaves; resolves when the group was told, or could not be. */
  async leave({ operation = 'default' }: Omit<LeaveOptions, 'reason'>): Promise<void> {
    clearTimeout(this.#absenceTimer);
    const { isStatic } = this.#parts.requests;
    if (operation === 'remain' && !isStatic) this.#forget();
    this.#dispatch('leave', operation === 'leave' ? leavingEpoch : undefined);
    await this.#leaving;
  }

  #dispatch(event: ConsumerMemberEvent, quitEpoch?: number): void {
    const before = this.#state;
    const { state, action } = nextConsumerMemberState(before, event);
    this.#state = state;
    if (action === 'quit')
      this.#quit(quitEpoch ?? (this.#parts.requests.isStatic ? restingEpoch : leavingEpoch));
    else this.#act(action);
    if (!isBeating(state)) this.#loop.stop();
    if (state !== before) this.#parts.onChange();
  }

  #act(action: Exclude<ConsumerMemberAction, 'quit'>): void {
    if (action === 'forget') this.#forget();
    if (action === 'beat') this.#loop.beatSoon();
  }

  #forget(): void {
    this.#isKnown = false;
    this.#fields.forget();
    this.#epoch = joiningEpoch;
    this.#target = nothing;
    this.#held = nothing;
  }

  #quit(epoch: number): void {
    const isKnown = this.#isKnown;
    this.#forget();
    if (!isKnown) return;
    this.#leaving = this.#parts.requests.heartbeat(epoch, {}).then(
      () => undefined,
      (error: unknown) => {
        this.#parts.log.debug({ err: error }, 'The group could not be told that a member leaves');
      },
    );
  }

  #beat(): Promise<HeartbeatResponse> {
    const { requests, metrics, wanted } = this.#parts;
    // Told everything, the coordinator says everything again, and knows the member by its last epoch too.
    if (this.#parts.wasActedFor() || this.#epoch === joiningEpoch) this.#fields.forget();
    this.#isKnown = true;
    const fields = this.#fields.next({ wanted: wanted(), held: this.#held });
    return metrics.timed('heartbeat', () => requests.heartbeat(this.#epoch, fields));
  }

  #answered({ memberEpoch, assignment, heartbeatIntervalMs }: HeartbeatResponse): void {
    this.#epoch = memberEpoch;
    this.#heartbeatIntervalMs = heartbeatIntervalMs;
    this.#parts.onBeat();
    if (assignment !== null) this.#target = toTarget(assignment.topicPartitions);
    if (sameTarget(this.#held, this.#target)) this.#dispatch('answered');
    else this.#retarget();
  }

  #retarget(): void {
    this.#parts.metrics.rebalanceBegan();
    this.#dispatch('retargeted');
  }

  #refused(error: KafkaError): void {
    this.#fields.forget();
    const event = eventOf(error);
    if (event === 'again') return;
    if (event === 'complain') {
      this.#complaint = error;
      return this.#parts.onChange();
    }
    if (event === 'refused') this.#failure = error;
    if (event === 'lost') {
      this.#parts.metrics.rebalanceFailed();
      this.#parts.log.warn({ err: error }, 'The group has gone on without this member; joining again');
    }
    this.#dispatch(event);
  }

  #overdue(): void {
    const { maxMs, warning } = this.#parts.absence;
    if (isBeating(this.#state)) this.#parts.log.warn({ maxMs }, warning);
    this.#dispatch('overdue');
  }
}

/** What an error in answer to a heartbeat means to a member. */
function eventOf(error: KafkaError): 'lost' | 'again' | 'refused' | 'complain' {
  const { code } = error;
  if (code === errorCodes.UNKNOWN_MEMBER_ID || code === errorCodes.FENCED_MEMBER_EPOCH) return 'lost';
  // It may be allowed to read the topic later, and stays in the group.
  if (code === errorCodes.TOPIC_AUTHORIZATION_FAILED) return 'complain';
  return isRetriable(code) ? 'again' : 'refused';
}
