import type { ClientLog } from '../client-log.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import type { Metric } from '../metrics/metric.ts';
import type { ConsumerSettings } from '../settings/consumer-settings.ts';
import { delay } from '../timing/delay.ts';
import { DueTimer } from '../timing/due-timer.ts';
import { FetchAnswers } from './answers/fetch-answers.ts';
import { BrokerFetch, type BrokerAnswer } from './broker-fetch.ts';
import { FetchMemory } from './buffer/fetch-memory.ts';
import type { FetchedPartition, FetchedRecords } from './buffer/fetched-records.ts';
import { FetchMetrics } from './fetch-metrics.ts';
import { planFetches, type FetchPlan } from './fetch-plan.ts';
import { PositionCheck } from './position-check.ts';
import type { Assignment } from './state/assignment.ts';
import type { PartitionState } from './state/partition-state.ts';

export interface FetcherParts {
  readonly cluster: Cluster;
  readonly settings: ConsumerSettings;
  readonly assignment: Assignment;
  readonly log: ClientLog;
  /** A bound beside `fetch.max.bytes`, which may change. */
  readonly maxBytes: () => number;
  /** Called when there is something new to take, to throw or to find. */
  readonly onChange: () => void;
}

// On top of what the last answers may take: ending sessions is a courtesy to the brokers.
const sessionCloseMs = 500;

/** Fetches ahead from the brokers of the assigned partitions, as far as `fetch.max.bytes` allows for all of them. */
export class Fetcher {
  readonly #parts: FetcherParts;
  readonly #memory = new FetchMemory();
  readonly #metrics: FetchMetrics;
  readonly #answers: FetchAnswers;
  readonly #check: PositionCheck;
  readonly #brokers = new Map<number, BrokerFetch>();
  readonly #retryTimer = new DueTimer(() => this.fetch());
  /** Partitions with something to take, in the order of their turns. */
  readonly #ready = new Set<PartitionState>();
  #isClosed = false;

  constructor(parts: FetcherParts) {
    const { cluster, assignment } = parts;
    this.#parts = parts;
    this.#metrics = new FetchMetrics(assignment, {
      memory: this.#memory,
      limitBytes: () => this.#limitBytes,
    });
    this.#answers = new FetchAnswers({
      ...parts,
      memory: this.#memory,
      onBuffered: (state) => this.#ready.add(state),
      onRest: (untilMs) => this.#wakeAt(untilMs),
    });
    const onChange = (): void => this.#changed();
    this.#check = new PositionCheck({ cluster, answers: this.#answers, onChange });
  }

  /** Asks every broker that is not busy for what may be fetched ahead. */
  fetch(): void {
    if (this.#isClosed) return;
    const { assignment, cluster, settings } = this.#parts;
    const enoughBytes = settings['max.partition.fetch.bytes'] / 2;
    const plan = planFetches({ assignment, cluster, enoughBytes }, performance.now());
    if (plan.isLeaderless) cluster.markStale();
    for (const [nodeId, states] of plan.checks) this.#check.ask(nodeId, states);
    this.#carryOut(plan);
  }

  /** Takes up to `max.poll.records` of what was fetched. Throws what kept a partition from being fetched. */
  take(): FetchedRecords {
    this.#memory.takeBack();
    const { settings, assignment } = this.#parts;
    const partitions: FetchedPartition[] = [];
    let left = settings['max.poll.records'];
    for (const state of this.#ready) {
      if (left === 0) break;
      if (!assignment.has(state) || !state.hasBuffered) this.#ready.delete(state);
      else if (!state.isPaused) {
        const taken = this.#takeFrom(state, left, partitions.length > 0);
        if (taken === null) break;
        left -= taken.recordCount;
        if (taken.recordCount > 0) partitions.push(taken);
      }
    }
    if (partitions.length === 0) this.#throwFailure();
    return { partitions, recordCount: settings['max.poll.records'] - left };
  }

  metrics(): Metric[] {
    return this.#metrics.metrics();
  }

  /** Fetches nothing more, and has the brokers forget its sessions as far as they answer in time. Never rejects. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#retryTimer.clear();
    const closed = new AbortController();
    const closing = [...this.#brokers.values()].map((broker) => broker.close());
    const timeoutMs = this.#parts.settings['fetch.max.wait.ms'] + sessionCloseMs;
    await Promise.race([Promise.all(closing), delay(timeoutMs, closed.signal)]);
    closed.abort();
  }

  #carryOut({ fetches, nodeCount }: FetchPlan): void {
    const { settings } = this.#parts;
    const nowMs = performance.now();
    const share = this.#limitBytes / nodeCount;
    for (const [nodeId, states] of fetches) {
      const broker = this.#broker(nodeId);
      if (broker.isBusy) continue;
      if (broker.notBeforeMs > nowMs) {
        this.#wakeAt(broker.notBeforeMs);
        continue;
      }
      const maxBytes = this.#allowance(share, states.length * settings['max.partition.fetch.bytes']);
      if (maxBytes > 0) void this.#fetchFrom(broker, states, maxBytes);
    }
  }

  get #limitBytes(): number {
    const { settings, maxBytes } = this.#parts;
    return Math.min(settings['fetch.max.bytes'], maxBytes());
  }

  /** How much a broker may send now; 0 for nothing. */
  #allowance(share: number, wantedBytes: number): number {
    const freeBytes = this.#limitBytes - this.#memory.usedBytes;
    const maxBytes = Math.floor(Math.min(freeBytes, share, wantedBytes));
    // Many small answers cost more than fewer larger ones.
    if (maxBytes >= Math.min(share, wantedBytes) / 2) return Math.max(1, maxBytes);
    // Paused partitions may hold everything: one batch at a time goes past them (KIP-74).
    return this.#hasToTake() ? 0 : Math.max(1, maxBytes);
  }

  #hasToTake(): boolean {
    const { assignment } = this.#parts;
    for (const state of this.#ready) {
      if (state.hasBuffered && !state.isPaused && assignment.has(state)) return true;
    }
    return false;
  }

  #broker(nodeId: number): BrokerFetch {
    const known = this.#brokers.get(nodeId);
    if (known !== undefined) return known;
    const { cluster, settings } = this.#parts;
    const broker = new BrokerFetch({ nodeId, cluster, settings });
    this.#brokers.set(nodeId, broker);
    return broker;
  }

  async #fetchFrom(broker: BrokerFetch, states: readonly PartitionState[], maxBytes: number): Promise<void> {
    this.#memory.reserve(maxBytes);
    try {
      const answer = await broker.fetch({ states, maxBytes, isWanted: (state) => this.#isWanted(state) });
      this.#memory.unreserve(maxBytes);
      if (answer !== null) this.#accept(answer);
    } catch (error) {
      this.#memory.unreserve(maxBytes);
      if (!(error instanceof KafkaError)) throw error;
      if (!this.#isClosed) this.#answers.failed(states, error);
    }
    this.#changed();
  }

  #isWanted(state: PartitionState): boolean {
    return !this.#isClosed && this.#parts.assignment.has(state) && state.isActive(performance.now());
  }

  #accept(answer: BrokerAnswer): void {
    const { latencyMs, throttleMs, results } = answer;
    const bytes = results.reduce((sum, { answer: { records } }) => sum + (records?.length ?? 0), 0);
    this.#metrics.answered({ bytes, latencyMs, throttleMs });
    this.#answers.accept(answer);
  }

  /** `null` when the partition fails, and what was taken before has to be handed out first. */
  #takeFrom(state: PartitionState, maxRecords: number, hasTaken: boolean): FetchedPartition | null {
    const before = state.bufferedBytes;
    try {
      const checkCrcs = this.#parts.settings['check.crcs'];
      const taken = this.#memory.lend(() => state.take({ maxRecords, checkCrcs }));
      this.#metrics.consumed(taken.recordCount, before - state.bufferedBytes);
      this.#ready.delete(state);
      if (state.hasBuffered) this.#ready.add(state);
      return taken;
    } catch (error) {
      if (hasTaken) return null;
      throw error;
    }
  }

  #throwFailure(): void {
    for (const state of this.#parts.assignment.states()) {
      const { failure } = state;
      if (failure !== null) {
        state.failure = null;
        throw failure;
      }
    }
  }

  #wakeAt(atMs: number): void {
    if (!this.#isClosed) this.#retryTimer.arm(atMs);
  }

  #changed(): void {
    this.fetch();
    this.#parts.onChange();
  }
}
