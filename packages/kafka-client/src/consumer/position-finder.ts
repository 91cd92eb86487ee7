import type { Cluster } from '../cluster/cluster.ts';
import {
  listOffsets,
  worstOf,
  type OffsetAnswers,
  type OffsetPlace,
  type OffsetQuery,
} from '../cluster/list-offsets.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import type { Assignment } from '../fetch/state/assignment.ts';
import type { FetchTicket, PartitionState } from '../fetch/state/partition-state.ts';
import type { GroupOffsets } from '../group/group-offsets.ts';
import type { ConsumerSettings } from '../settings/consumer-settings.ts';
import { backoffMs } from '../timing/backoff.ts';
import { delay } from '../timing/delay.ts';
import { formatPartition, partitionKey } from '../topic-partition.ts';

export interface PositionFinderParts {
  readonly cluster: Cluster;
  readonly settings: ConsumerSettings;
  readonly assignment: Assignment;
  /** `null` without a group. */
  readonly offsets: GroupOffsets | null;
  /** Called when a position was found, or cannot be. */
  readonly onChange: () => void;
}

/** Finds where to begin to read partitions: at the committed offset, or where `auto.offset.reset` says. */
export class PositionFinder {
  readonly #parts: PositionFinderParts;
  #running: Promise<void> | null = null;

  constructor(parts: PositionFinderParts) {
    this.#parts = parts;
  }

  /** Begins to look for the positions that are not known. What keeps one from being found is its `failure`. */
  find(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      this.#parts.onChange();
    });
    return this.#running;
  }

  get isNeeded(): boolean {
    for (const state of this.#parts.assignment.states()) if (isLost(state)) return true;
    return false;
  }

  async #run(): Promise<void> {
    const { cluster } = this.#parts;
    for (let failures = 0; this.isNeeded && !cluster.closeSignal.aborted;) {
      const before = this.#lost();
      const failure = await this.#tryOnce(before);
      if (failure === null) continue;
      failures += 1;
      if (!failure.retriable) for (const { state } of before.filter(isStillLost)) state.failure = failure;
      else await delay(backoffMs(failures, cluster.retryBackoff), cluster.closeSignal);
    }
  }

  #lost(): FetchTicket[] {
    return [...this.#parts.assignment.states()].filter(isLost).map((state) => state.ticket());
  }

  /** Returns what kept some of the positions from being found. */
  async #tryOnce(tickets: readonly FetchTicket[]): Promise<KafkaError | null> {
    try {
      await this.#fromCommitted(tickets.filter(({ state }) => state.startFrom === 'committed'));
      return await this.#fromEnds(this.#lost());
    } catch (error) {
      if (error instanceof KafkaError) return error;
      throw error;
    }
  }

  async #fromCommitted(tickets: readonly FetchTicket[]): Promise<void> {
    const { offsets } = this.#parts;
    if (tickets.length === 0) return;
    const committed = offsets === null ? [] : await offsets.fetch(tickets.map(({ state }) => state));
    const found = new Map(committed.map((one) => [partitionKey(one.topic, one.partition), one]));
    for (const ticket of tickets.filter(isStillLost)) {
      const { topic, partition } = ticket.state;
      const position = found.get(partitionKey(topic, partition));
      if (position === undefined) ticket.state.restartFrom('policy');
      else ticket.state.seek(position.offset, position.leaderEpoch);
    }
  }

  async #fromEnds(tickets: readonly FetchTicket[]): Promise<KafkaError | null> {
    const queries = tickets.flatMap((ticket) => this.#queryFor(ticket.state));
    if (queries.length === 0) return null;
    const answers = await this.#ask(queries);
    for (const ticket of tickets.filter(isStillLost)) {
      const found = answers.offsets.get(partitionKey(ticket.state.topic, ticket.state.partition));
      // Without an epoch: the leader that told the offset need not be asked whether it has it.
      if (found) ticket.state.seek(found.offset);
    }
    return worstOf(answers);
  }

  #queryFor(state: PartitionState): OffsetQuery[] {
    const { topic, partition, startFrom } = state;
    const at = placeOf(startFrom, this.#parts.settings['auto.offset.reset']);
    if (at === null) this.#refuse(state);
    return at === null || startFrom === 'committed' ? [] : [{ topic, partition, at }];
  }

  /** Where no record is as young as a time that is asked for, the end of the log is the place to begin. */
  async #ask(queries: readonly OffsetQuery[]): Promise<OffsetAnswers> {
    const { cluster, settings } = this.#parts;
    const isolation = settings['isolation.level'];
    const timed = queries.filter(({ at }) => typeof at === 'object');
    // Asked first: a record that comes between the two questions is not passed over.
    const ends = await listOffsets(
      cluster,
      timed.map(({ topic, partition }) => ({ topic, partition, at: 'latest' as const })),
      isolation,
    );
    const { offsets, failures } = await listOffsets(cluster, queries, isolation);
    const complete = [...offsets].map(
      ([key, found]) => [key, found ?? ends.offsets.get(key) ?? null] as const,
    );
    return { offsets: new Map(complete), failures: new Map([...ends.failures, ...failures]) };
  }

  #refuse(state: PartitionState): void {
    const { topic, partition } = state;
    const message =
      `There is no committed offset of ${formatPartition(state)}, and auto.offset.reset=none; ` +
      'commit one, or set auto.offset.reset to earliest or latest';
    state.failure = new KafkaError('OFFSET_OUT_OF_RANGE', message, { topic, partition });
  }
}

function isLost({ position, failure }: PartitionState): boolean {
  return position === null && failure === null;
}

function isStillLost(ticket: FetchTicket): boolean {
  return ticket.state.isSame(ticket) && isLost(ticket.state);
}

/** `null` where nothing says where to begin. */
function placeOf(
  startFrom: PartitionState['startFrom'],
  policy: ConsumerSettings['auto.offset.reset'],
): OffsetPlace | null {
  if (startFrom === 'earliest' || startFrom === 'latest') return startFrom;
  if (typeof policy === 'object')
    return { timestampMs: Math.max(0, Math.floor(Date.now() - policy.maxAgeMs)) };
  return policy === 'none' ? null : policy;
}
