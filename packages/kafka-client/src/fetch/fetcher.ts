import { errorCodes, fetchApi, isRetriable, type ResponseOf } from '@sluice/kafka-protocol';
import type { ClientLog } from '../client-log.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { refusal } from '../errors/refusal.ts';
import type { ConsumerSettings } from '../settings/consumer-settings.ts';
import { DueTimer } from '../timing/due-timer.ts';
import { formatPartition, partitionKey } from '../topic-partition.ts';
import type { Assignment } from './assignment.ts';
import { AbortedTransactions } from './buffer/aborted-transactions.ts';
import { corrupt, type FetchedPartition, type FetchedRecords } from './buffer/fetched-records.ts';
import { fetchRequest, type PartitionResponse } from './fetch-request.ts';
import type { FetchTicket, PartitionState } from './partition-state.ts';

export interface FetcherParts {
  readonly cluster: Cluster;
  readonly settings: ConsumerSettings;
  readonly assignment: Assignment;
  readonly log: ClientLog;
  /** Called when there is something new to take, to throw or to find. */
  readonly onChange: () => void;
}

/** Fetches ahead from the leaders of the assigned partitions, one request to each broker at a time. */
export class Fetcher {
  readonly #parts: FetcherParts;
  readonly #busyNodes = new Set<number>();
  readonly #retryTimer = new DueTimer(() => this.fetch());
  /** Partitions with something to take, in the order of their turns. */
  readonly #ready = new Set<PartitionState>();
  #isClosed = false;

  constructor(parts: FetcherParts) {
    this.#parts = parts;
  }

  /** Asks every broker that is not busy for what may be fetched ahead. */
  fetch(): void {
    if (this.#isClosed) return;
    const budget = this.#parts.settings['fetch.max.bytes'] - this.#bufferedBytes();
    if (budget <= 0) return;
    for (const [nodeId, states] of this.#fetchable()) {
      if (!this.#busyNodes.has(nodeId)) void this.#fetchFrom(nodeId, states, budget);
    }
  }

  /** Takes up to `max.poll.records` of what was fetched. Throws what kept a partition from being fetched. */
  take(): FetchedRecords {
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

  close(): void {
    this.#isClosed = true;
    this.#retryTimer.clear();
  }

  /** `null` when the partition fails, and what was taken before has to be handed out first. */
  #takeFrom(state: PartitionState, maxRecords: number, hasTaken: boolean): FetchedPartition | null {
    try {
      const taken = state.take({ maxRecords, checkCrcs: this.#parts.settings['check.crcs'] });
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

  #bufferedBytes(): number {
    let bytes = 0;
    for (const state of this.#parts.assignment.states()) bytes += state.bufferedBytes;
    return bytes;
  }

  #fetchable(): Map<number, PartitionState[]> {
    const { assignment, cluster, settings } = this.#parts;
    const nowMs = performance.now();
    const enough = settings['max.partition.fetch.bytes'] / 2;
    const byNode = new Map<number, PartitionState[]>();
    for (const state of assignment.inTurn()) {
      if (state.position === null || state.isPaused || state.failure !== null) continue;
      if (state.bufferedBytes > enough || state.notBeforeMs > nowMs) continue;
      const leader = cluster.leaderOf(state.topic, state.partition);
      if (leader === null) {
        cluster.markStale();
        continue;
      }
      const states = byNode.get(leader.nodeId) ?? [];
      states.push(state);
      byNode.set(leader.nodeId, states);
    }
    return byNode;
  }

  async #fetchFrom(nodeId: number, states: readonly PartitionState[], maxBytes: number): Promise<void> {
    const { cluster, settings } = this.#parts;
    const link = cluster.links.link(nodeId);
    if (link === undefined) return cluster.markStale();
    const tickets = states.map((state) => state.ticket());
    const timeoutMs = settings['request.timeout.ms'] + settings['fetch.max.wait.ms'];
    this.#busyNodes.add(nodeId);
    try {
      const response = await link.request(
        fetchApi,
        fetchRequest(tickets, { cluster, settings, maxBytes }),
        timeoutMs,
      );
      this.#received(tickets, response);
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      this.#unanswered(tickets, error);
    } finally {
      this.#busyNodes.delete(nodeId);
    }
    this.fetch();
    this.#parts.onChange();
  }

  #unanswered(tickets: readonly FetchTicket[], error: KafkaError): void {
    if (this.#isClosed) return;
    for (const { state } of tickets) {
      this.#later(state);
      if (!error.retriable) state.failure = error;
    }
    this.#parts.cluster.markStale();
  }

  #received(tickets: readonly FetchTicket[], response: ResponseOf<typeof fetchApi>): void {
    if (response.errorCode !== errorCodes.NONE) {
      return this.#unanswered(tickets, refusal({ code: response.errorCode, action: 'Fetch' }));
    }
    const byKey = new Map(
      tickets.map((ticket) => [partitionKey(ticket.state.topic, ticket.state.partition), ticket]),
    );
    for (const { topic, partitions } of response.responses) {
      for (const partition of partitions) {
        const ticket = byKey.get(partitionKey(topic, partition.partitionIndex));
        if (ticket?.state.isValid(ticket) === true) this.#receivedOne(ticket, partition);
      }
    }
  }

  #receivedOne(ticket: FetchTicket, partition: PartitionResponse): void {
    const { state } = ticket;
    if (partition.errorCode !== errorCodes.NONE) return this.#refused(state, partition.errorCode);
    const { records } = partition;
    if (records === null || records.length === 0) return;
    const isCommittedOnly = this.#parts.settings['isolation.level'] === 'read_committed';
    const aborted = isCommittedOnly ? new AbortedTransactions(partition.abortedTransactions) : null;
    const before = state.bufferedBytes;
    try {
      state.add({ records, fromOffset: ticket.offset, aborted });
    } catch (cause) {
      state.failure = corrupt(state, undefined, cause);
    }
    if (state.hasBuffered) this.#ready.add(state);
    // One whose batch was cut off stays in front: the first in a request gets a batch whatever its size (KIP-74).
    if (state.bufferedBytes > before) this.#parts.assignment.hadTurn(state);
  }

  #refused(state: PartitionState, code: number): void {
    const { cluster, log } = this.#parts;
    const { topic, partition } = state;
    this.#later(state);
    if (code === errorCodes.OFFSET_OUT_OF_RANGE) {
      // What was fetched before is handed out first; the next request will fail again.
      if (!state.hasBuffered) this.#outOfRange(state);
    } else if (isRetriable(code)) {
      if (code === errorCodes.UNKNOWN_TOPIC_OR_PARTITION)
        log.warn({ topic, partition }, 'The partition is not there');
      cluster.markStale();
    } else {
      state.failure = refusal({ code, action: `Fetch from ${formatPartition(state)}`, topic, partition });
    }
  }

  #outOfRange(state: PartitionState): void {
    const { log, settings } = this.#parts;
    const { topic, partition, position } = state;
    if (settings['auto.offset.reset'] !== 'none') {
      log.warn(
        { topic, partition, position },
        'The position is out of range; going on as auto.offset.reset says',
      );
      state.restartFrom('policy');
      return;
    }
    const message =
      `Offset ${position} of ${formatPartition(state)} is out of range, and auto.offset.reset=none; ` +
      'seek to another offset or set auto.offset.reset to earliest or latest';
    state.failure = new KafkaError('OFFSET_OUT_OF_RANGE', message, { topic, partition });
  }

  #later(state: PartitionState): void {
    state.notBeforeMs = performance.now() + this.#parts.cluster.retryBackoff.initialMs;
    this.#retryTimer.arm(state.notBeforeMs);
  }
}
