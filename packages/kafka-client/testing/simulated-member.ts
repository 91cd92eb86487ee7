import { ClassicSession } from '../src/consumer/membership/classic-session.ts';
import type { GroupSessionParts, SessionCluster } from '../src/consumer/membership/group-session.ts';
import { Subscription } from '../src/consumer/subscription.ts';
import { silentLog } from '../src/client-log.ts';
import { Assignment } from '../src/fetch/state/assignment.ts';
import type { PartitionState } from '../src/fetch/state/partition-state.ts';
import { unheardSeat } from '../src/group/seat/group-seat.ts';
import { MemberMetrics } from '../src/group/member-metrics.ts';
import { parseConsumerSettings } from '../src/settings/consumer-settings.ts';
import { delay } from '../src/timing/delay.ts';
import { formatPartition, type TopicPartition } from '../src/topic-partition.ts';
import type { ClassicGroupModel } from './classic-group-model.ts';

export interface SimulationOptions {
  readonly model: ClassicGroupModel;
  readonly cluster: SessionCluster;
  readonly strategy: string;
  /** How long the listener takes for each call. */
  readonly listenerMs: number;
  /** Every so many calls the listener throws; 0 for never. */
  readonly throwsEvery: number;
}

const pollEveryMs = 50;
const deliberate = new Error('thrown by the listener');

/** A consumer without records: the real session, polled from time to time, in a modelled group. */
export class SimulatedMember {
  readonly session: ClassicSession;
  readonly #assignment = new Assignment();
  readonly #options: SimulationOptions;
  readonly #ending = new AbortController();
  readonly #states = new Map<string, PartitionState>();
  #isLeaving = false;
  #calls = 0;
  isReachable = true;
  /** What went wrong; empty at the end of a good run. */
  readonly complaints: string[] = [];

  constructor(options: SimulationOptions, topics: readonly string[]) {
    const { model, strategy } = options;
    this.#options = options;
    const { settings } = parseConsumerSettings({
      'bootstrap.servers': 'nowhere:1',
      'group.id': 'g',
      'partition.assignment.strategy': strategy,
      'session.timeout.ms': '1000',
      'heartbeat.interval.ms': '100',
      'max.poll.interval.ms': '3000',
    });
    const parts: GroupSessionParts = {
      cluster: options.cluster,
      settings,
      groupId: 'g',
      coordinator: model.seenBy(() => this.isReachable && !this.#ending.signal.aborted),
      assignment: this.#assignment,
      subscription: new Subscription(topics, true),
      listener: {
        onPartitionsAssigned: (added) => this.#assigned(added),
        onPartitionsRevoked: (revoked) => this.#revoked(revoked),
        onPartitionsLost: (lost) => this.#dropped(lost),
      },
      log: silentLog,
      metrics: new MemberMetrics('consumer'),
      seats: unheardSeat,
      beforeRevoked: () => Promise.resolve(),
      onChange: () => undefined,
    };
    this.session = new ClassicSession(parts);
    this.session.refreshed();
    void this.#poll();
  }

  get owned(): string[] {
    return this.#assignment.partitions().map(formatPartition);
  }

  get isCurrent(): boolean {
    const { memberId, generationId } = this.session.membership;
    return this.#options.model.isCurrent(memberId, generationId);
  }

  want(topics: readonly string[]): void {
    this.session.subscribe(new Subscription(topics, true), {
      onPartitionsAssigned: (added) => this.#assigned(added),
      onPartitionsRevoked: (revoked) => this.#revoked(revoked),
      onPartitionsLost: (lost) => this.#dropped(lost),
    });
    this.session.refreshed();
  }

  async leave(): Promise<void> {
    this.#isLeaving = true;
    await this.session
      .leave({ reason: 'simulated' })
      .catch((error: unknown) => this.#complainUnlessDeliberate(error));
    this.#ending.abort();
  }

  /** Is gone from one moment to the next. */
  crash(): void {
    this.#isLeaving = true;
    this.#ending.abort();
    void this.session.leave({ reason: 'nobody hears this' }).catch(() => undefined);
  }

  async #poll(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      this.session.pollBegan();
      await this.session.advance().catch((error: unknown) => this.#complainUnlessDeliberate(error));
      this.session.pollEnded();
      await delay(pollEveryMs, this.#ending.signal);
    }
  }

  async #assigned(added: readonly TopicPartition[]): Promise<void> {
    for (const state of this.#assignment.states()) {
      const before = this.#states.get(formatPartition(state));
      if (before !== undefined && before !== state)
        this.complaints.push(`${formatPartition(state)} stayed, but what was buffered is gone`);
      this.#states.set(formatPartition(state), state);
    }
    for (const one of added.map(formatPartition))
      if (!this.owned.includes(one)) this.complaints.push(`${one} is said to be assigned and is not`);
    await this.#listen();
  }

  async #revoked(revoked: readonly TopicPartition[]): Promise<void> {
    const { memberId, generationId } = this.session.membership;
    if (generationId < 0) this.complaints.push('revoked outside of the group');
    if (this.#options.strategy === 'cooperative-sticky' && !this.#isLeaving) {
      const stays = new Set(this.#options.model.assignmentOf(memberId).map(formatPartition));
      for (const one of revoked.map(formatPartition))
        if (stays.has(one)) this.complaints.push(`${one} was revoked and stays`);
    }
    await this.#dropped(revoked);
  }

  async #dropped(dropped: readonly TopicPartition[]): Promise<void> {
    for (const one of dropped.map(formatPartition))
      if (!this.#states.delete(one)) this.complaints.push(`${one} was dropped and never assigned`);
    await this.#listen();
  }

  async #listen(): Promise<void> {
    const { listenerMs, throwsEvery } = this.#options;
    this.#calls += 1;
    await delay(listenerMs);
    if (throwsEvery > 0 && this.#calls % throwsEvery === 0) throw deliberate;
  }

  #complainUnlessDeliberate(error: unknown): void {
    if (error !== deliberate) this.complaints.push(String(error));
  }
}
