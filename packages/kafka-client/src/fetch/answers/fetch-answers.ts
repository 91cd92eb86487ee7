import { errorCodes } from '@sluice/kafka-protocol';
import type { ClientLog } from '../../client-log.ts';
import type { BrokerEndpoint } from '../../cluster/broker-links.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import type { ConsumerSettings } from '../../settings/consumer-settings.ts';
import { formatPartition, partitionKey } from '../../topic-partition.ts';
import { AbortedTransactions } from '../buffer/aborted-transactions.ts';
import { ReceivedBytes, type FetchMemory } from '../buffer/fetch-memory.ts';
import type { PartitionAnswer, PartitionResult } from '../session/fetch-request.ts';
import type { Assignment } from '../state/assignment.ts';
import type { FetchTicket, PartitionState } from '../state/partition-state.ts';
import { judgeFetchError } from './judge-error.ts';
import { LostPosition } from './lost-position.ts';

export interface FetchAnswersParts {
  readonly cluster: Cluster;
  readonly settings: ConsumerSettings;
  readonly assignment: Assignment;
  readonly memory: FetchMemory;
  readonly log: ClientLog;
  /** Called when a partition has something to take. */
  readonly onBuffered: (state: PartitionState) => void;
  /** Called when a partition must not be asked for before that moment of the monotonic clock. */
  readonly onRest: (untilMs: number) => void;
}

/** What one broker answered to one request. */
export interface FetchAnswer {
  /** `host:port` */
  readonly broker: string;
  readonly tickets: readonly FetchTicket[];
  readonly results: readonly PartitionResult[];
  readonly endpoints: readonly BrokerEndpoint[];
}

interface Received {
  readonly broker: string;
  readonly bytes: ReceivedBytes;
  readonly endpoints: readonly BrokerEndpoint[];
}

/** Takes over what brokers answer to fetch requests, partition by partition, as far as it is still of use. */
export class FetchAnswers {
  readonly #parts: FetchAnswersParts;
  readonly #lost: LostPosition;

  constructor(parts: FetchAnswersParts) {
    this.#parts = parts;
    this.#lost = new LostPosition(parts);
  }

  accept({ broker, tickets, results, endpoints }: FetchAnswer): void {
    const size = results.reduce((sum, { answer }) => sum + (answer.records?.length ?? 0), 0);
    const received = { broker, endpoints, bytes: new ReceivedBytes(this.#parts.memory, size) };
    const byKey = new Map(
      tickets.map((ticket) => [partitionKey(ticket.state.topic, ticket.state.partition), ticket]),
    );
    for (const { topic, partition, answer } of results) {
      const ticket = byKey.get(partitionKey(topic, partition));
      if (ticket?.state.isValid(ticket) === true) this.#acceptOne(ticket, answer, received);
    }
  }

  /** There was no answer, or none that is of use. */
  failed(states: readonly PartitionState[], error: KafkaError): void {
    for (const state of states) {
      this.#rest(state);
      state.source.leaveReplica();
      if (!error.retriable) state.failure = error;
    }
    this.#parts.cluster.markStale();
  }

  /** The leader, asked for the end of the epoch of what was read last, says where that is (KIP-320). */
  checked(
    state: PartitionState,
    { endOffset, leaderEpoch }: { endOffset: number; leaderEpoch: number },
  ): void {
    if (endOffset < 0 || leaderEpoch < 0) return this.#lost.truncated(state, null);
    if (endOffset < state.fetchPosition.offset)
      return this.#lost.truncated(state, { offset: endOffset, leaderEpoch });
    state.succeeded();
    state.source.checked();
  }

  refused(state: PartitionState, code: number, broker: string): void {
    const { cluster, log } = this.#parts;
    const { topic, partition, source } = state;
    const verdict = judgeFetchError(code);
    this.#rest(state);
    const wasReplica = source.leaveReplica();
    if (verdict === 'fail') {
      const action = `Fetch from ${formatPartition(state)}`;
      state.failure = refusal({ code, action, broker, topic, partition });
    } else if (verdict === 'look-around') {
      if (code === errorCodes.UNKNOWN_TOPIC_OR_PARTITION)
        log.warn({ topic, partition }, 'The partition is not there');
      cluster.markStale();
    } else if (verdict === 'wait') {
      log.warn({ topic, partition }, 'The broker failed to read the partition; trying again');
    } else if (!wasReplica && !state.hasBuffered) {
      // A replica may only be behind. What was fetched before is handed out first: the next request fails again.
      this.#lost.outOfRange(state);
    }
  }

  #acceptOne(ticket: FetchTicket, answer: PartitionAnswer, received: Received): void {
    const { state } = ticket;
    if (answer.errorCode !== errorCodes.NONE) return this.#refusedOne(state, answer, received);
    state.succeeded();
    this.#learnEnds(state, answer);
    const { endOffset, epoch } = answer.divergingEpoch;
    if (endOffset >= 0n && epoch >= 0) return this.#diverged(state, Number(endOffset), epoch);
    if (answer.preferredReadReplica >= 0) this.#prefer(state, answer.preferredReadReplica);
    const { records } = answer;
    if (records !== null && records.length > 0) this.#add(ticket, { ...answer, records }, received);
  }

  #refusedOne(
    state: PartitionState,
    { errorCode, currentLeader }: PartitionAnswer,
    { broker, endpoints }: Received,
  ): void {
    const { leaderId: nodeId, leaderEpoch: epoch } = currentLeader;
    const hasLearnt = nodeId >= 0 && this.#parts.cluster.learnLeader(state, { nodeId, epoch }, endpoints);
    if (!hasLearnt) return this.refused(state, errorCode, broker);
    state.source.leaveReplica();
    this.#parts.cluster.markStale();
  }

  #learnEnds(state: PartitionState, answer: PartitionAnswer): void {
    const { highWatermark, lastStableOffset, logStartOffset } = answer;
    const end = this.#isCommittedOnly && lastStableOffset >= 0n ? lastStableOffset : highWatermark;
    if (end < 0n) return;
    state.ends = { endOffset: Number(end), startOffset: Math.max(0, Number(logStartOffset)) };
  }

  /** The broker compares the epoch of the last record fetched with its own log (KIP-595). */
  #diverged(state: PartitionState, endOffset: number, leaderEpoch: number): void {
    if (endOffset < state.fetchPosition.offset)
      this.#lost.truncated(state, { offset: endOffset, leaderEpoch });
    else state.correctEpoch(leaderEpoch);
  }

  #prefer(state: PartitionState, nodeId: number): void {
    const { cluster, settings } = this.#parts;
    if (cluster.links.isKnown(nodeId)) {
      state.source.prefer(nodeId, performance.now() + settings['metadata.max.age.ms']);
    } else {
      this.#rest(state);
      cluster.markStale();
    }
  }

  #add(
    ticket: FetchTicket,
    answer: PartitionAnswer & { records: Buffer },
    { broker, bytes }: Received,
  ): void {
    const { state, offset } = ticket;
    const { records, abortedTransactions } = answer;
    const aborted = this.#isCommittedOnly ? new AbortedTransactions(abortedTransactions) : null;
    if (state.add({ records, fromOffset: offset, aborted, received: bytes, broker })) {
      this.#parts.onBuffered(state);
      this.#parts.assignment.hadTurn(state);
      return;
    }
    const { topic, partition } = state;
    const message =
      `Kafka at ${broker} sent ${records.length} bytes of ${formatPartition(state)} ` +
      `with no whole record batch from offset ${offset} on`;
    this.#rest(state);
    state.failure = new KafkaError('CORRUPT_MESSAGE', message, { broker, topic, partition });
  }

  #rest(state: PartitionState): void {
    this.#parts.onRest(state.rest(this.#parts.cluster.retryBackoff));
  }

  get #isCommittedOnly(): boolean {
    return this.#parts.settings['isolation.level'] === 'read_committed';
  }
}
