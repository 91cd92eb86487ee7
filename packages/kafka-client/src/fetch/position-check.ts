import {
  errorCodes,
  offsetForLeaderEpochApi,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import type { Cluster } from '../cluster/cluster.ts';
import type { SupportedVersions } from '../connection/supported-versions.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { partitionKey, partitionsByTopic } from '../topic-partition.ts';
import type { FetchAnswers } from './answers/fetch-answers.ts';
import type { FetchTicket, PartitionState } from './state/partition-state.ts';

export interface PositionCheckParts {
  readonly cluster: Cluster;
  readonly answers: FetchAnswers;
  /** Called when partitions may be fetched, or have failed. */
  readonly onChange: () => void;
}

// Earlier versions need more rights than a consumer has (KIP-320).
const firstVersionForConsumers = 3;

/** Asks new leaders whether their logs have what was read so far, so that a loss is noticed (KIP-320). */
export class PositionCheck {
  readonly #parts: PositionCheckParts;
  readonly #underWay = new Set<PartitionState>();

  constructor(parts: PositionCheckParts) {
    this.#parts = parts;
  }

  /** Begins to ask a leader about these partitions, as far as it is not being asked already. */
  ask(nodeId: number, states: readonly PartitionState[]): void {
    const fresh = states.filter((state) => !this.#underWay.has(state));
    if (fresh.length > 0) void this.#run(nodeId, fresh);
  }

  async #run(nodeId: number, states: readonly PartitionState[]): Promise<void> {
    for (const state of states) this.#underWay.add(state);
    try {
      await this.#askOnce(nodeId, states);
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      this.#parts.answers.failed(states, error);
    } finally {
      for (const state of states) this.#underWay.delete(state);
    }
    this.#parts.onChange();
  }

  async #askOnce(nodeId: number, states: readonly PartitionState[]): Promise<void> {
    const { cluster, answers } = this.#parts;
    const link = cluster.links.link(nodeId);
    if (link === undefined)
      throw new KafkaError('LEADER_NOT_AVAILABLE', `The address of node ${nodeId} is not known`);
    const { connection, versions } = await link.connect();
    if (!isUsable(versions)) return skip(states);
    const tickets = states.map((state) => state.ticket());
    const response = await link.request(offsetForLeaderEpochApi, checkRequest(cluster, states));
    const byKey = answersByKey(response);
    const { broker } = connection;
    for (const ticket of tickets) apply(ticket, byKey.get(keyOf(ticket.state)), { answers, broker });
  }
}

type EpochAnswer = ResponseOf<typeof offsetForLeaderEpochApi>['topics'][number]['partitions'][number];

function apply(
  ticket: FetchTicket,
  answer: EpochAnswer | undefined,
  { answers, broker }: { answers: FetchAnswers; broker: string },
): void {
  const { state } = ticket;
  if (!state.isValid(ticket)) return;
  if (answer === undefined) return answers.refused(state, errorCodes.UNKNOWN_SERVER_ERROR, broker);
  const { errorCode, endOffset, leaderEpoch } = answer;
  if (errorCode === errorCodes.NONE) answers.checked(state, { endOffset: Number(endOffset), leaderEpoch });
  else answers.refused(state, errorCode, broker);
}

function isUsable(versions: SupportedVersions): boolean {
  try {
    return versions.versionOf(offsetForLeaderEpochApi) >= firstVersionForConsumers;
  } catch (error) {
    if (error instanceof KafkaError && error.is('UNSUPPORTED_VERSION')) return false;
    throw error;
  }
}

function skip(states: readonly PartitionState[]): void {
  for (const { source } of states) source.checked();
}

function checkRequest(
  cluster: Cluster,
  states: readonly PartitionState[],
): RequestInputOf<typeof offsetForLeaderEpochApi> {
  const byKey = new Map(states.map((state) => [keyOf(state), state]));
  const topics = partitionsByTopic(states).map(([topic, numbers]) => ({
    topic,
    partitions: numbers.map((partition) => ({
      partition,
      currentLeaderEpoch: cluster.leaderOf(topic, partition)?.epoch ?? -1,
      leaderEpoch: byKey.get(partitionKey(topic, partition))?.fetchPosition.leaderEpoch ?? -1,
    })),
  }));
  return { replicaId: -1, topics };
}

function answersByKey({ topics }: ResponseOf<typeof offsetForLeaderEpochApi>): Map<string, EpochAnswer> {
  return new Map(
    topics.flatMap(({ topic, partitions }) =>
      partitions.map((answer) => [partitionKey(topic, answer.partition), answer] as const),
    ),
  );
}

function keyOf({ topic, partition }: PartitionState): string {
  return partitionKey(topic, partition);
}
