import {
  addOffsetsToTxnApi,
  errorCodes,
  initProducerIdApi,
  type addPartitionsToTxnApi,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import type { Cluster } from '../cluster/cluster.ts';
import { findTransactionCoordinator } from '../cluster/find-coordinator.ts';
import { Coordinator } from '../group/coordinator.ts';
import { commitTopics, firstCode, type PartitionOffset } from '../group/group-offsets.ts';
import type { ProducerId } from '../produce/send/producer-id.ts';
import { formatPartition, partitionsByTopic, type TopicPartition } from '../topic-partition.ts';
import type { GroupMetadata } from './group-metadata.ts';
import { addPartitionsApi, apisOf, type TransactionProtocol } from './transaction-protocol.ts';

export interface TransactionRequestsParts {
  readonly cluster: Cluster;
  readonly transactionalId: string;
  readonly timeoutMs: number;
}

const codeOf = ({ errorCode }: { readonly errorCode: number }): number => errorCode;
const noProducer: ProducerId = { producerId: -1n, producerEpoch: -1 };
const firstVersionWithEpoch = 3;

/** The requests of one transactional producer, each sent once. Each rejects with a KafkaError. */
export class TransactionRequests {
  readonly #parts: TransactionRequestsParts;
  readonly #coordinator: Coordinator;
  readonly #groups = new Map<string, Coordinator>();
  /** Whether the coordinator gives a producer that names its id the next epoch (KIP-360); known after `init`. */
  canBumpEpoch = false;

  constructor(parts: TransactionRequestsParts) {
    this.#parts = parts;
    this.#coordinator = new Coordinator(parts.cluster, parts.transactionalId, findTransactionCoordinator);
  }

  /** The id to go on with; fences all others of this transactional id, or with `current` those that are older. */
  async init(current: ProducerId | null): Promise<ProducerId> {
    const { transactionalId, timeoutMs: transactionTimeoutMs } = this.#parts;
    const { producerId, producerEpoch } = await this.#coordinator.call({
      api: initProducerIdApi,
      body: (version) => {
        this.canBumpEpoch = version >= firstVersionWithEpoch;
        return { transactionalId, transactionTimeoutMs, ...(current ?? noProducer) };
      },
      codeOf,
      action: `Begin to use ${this.#name}`,
    });
    return { producerId, producerEpoch };
  }

  /** Only in version 1 of the protocol. */
  async addPartitions(id: ProducerId, partitions: readonly TopicPartition[]): Promise<void> {
    await this.#coordinator.call({
      api: addPartitionsApi,
      body: {
        v3AndBelowTransactionalId: this.#parts.transactionalId,
        v3AndBelowProducerId: id.producerId,
        v3AndBelowProducerEpoch: id.producerEpoch,
        v3AndBelowTopics: partitionsByTopic(partitions).map(([name, numbers]) => ({
          name,
          partitions: numbers,
        })),
      },
      codeOf: addPartitionsCode,
      action: `Add ${partitions.map(formatPartition).join(', ')} to the transaction of ${this.#name}`,
    });
  }

  /** Only in version 1 of the protocol. */
  async addOffsets(id: ProducerId, groupId: string): Promise<void> {
    await this.#coordinator.call({
      api: addOffsetsToTxnApi,
      body: { transactionalId: this.#parts.transactionalId, ...id, groupId },
      codeOf,
      action: `Add the offsets of group ${groupId} to the transaction of ${this.#name}`,
    });
  }

  async commitOffsets(id: ProducerId, { offsets, group, protocol }: TransactionalOffsets): Promise<void> {
    const { groupId, memberId = '', generationId = -1, groupInstanceId = null } = group;
    const base = { transactionalId: this.#parts.transactionalId, groupId, ...id };
    await this.#groupCoordinator(groupId).call({
      api: apisOf(protocol).commitOffsets,
      body: (version) => ({
        ...base,
        ...(version < 3 ? {} : { memberId, generationId, groupInstanceId }),
        topics: commitTopics(offsets),
      }),
      codeOf: ({ topics }) => firstCode(topics),
      action: `Commit offsets of group ${groupId} in the transaction of ${this.#name}`,
    });
  }

  /** Ends the transaction; returns the id to go on with where the coordinator tells one. */
  async end(id: ProducerId, { committed, protocol }: Ending): Promise<ProducerId | null> {
    const { producerId, producerEpoch } = await this.#coordinator.call({
      api: apisOf(protocol).end,
      body: { transactionalId: this.#parts.transactionalId, ...id, committed },
      codeOf,
      action: `${committed ? 'Commit' : 'Abort'} the transaction of ${this.#name}`,
    });
    return producerId < 0n ? null : { producerId, producerEpoch };
  }

  get #name(): string {
    return `transactional.id=${this.#parts.transactionalId}`;
  }

  #groupCoordinator(groupId: string): Coordinator {
    let coordinator = this.#groups.get(groupId);
    if (coordinator === undefined) {
      coordinator = new Coordinator(this.#parts.cluster, groupId);
      this.#groups.set(groupId, coordinator);
    }
    return coordinator;
  }
}

export interface TransactionalOffsets {
  readonly offsets: readonly PartitionOffset[];
  readonly group: GroupMetadata;
  readonly protocol: TransactionProtocol;
}

export interface Ending {
  readonly committed: boolean;
  readonly protocol: TransactionProtocol;
}

/** What is wrong with one partition keeps the coordinator from trying the others: that one counts. */
function addPartitionsCode({ resultsByTopicV3AndBelow }: ResponseOf<typeof addPartitionsToTxnApi>): number {
  const refused = resultsByTopicV3AndBelow
    .flatMap(({ resultsByPartition }) => resultsByPartition.map((result) => result.partitionErrorCode))
    .filter((code) => code !== errorCodes.NONE);
  return refused.find((code) => code !== errorCodes.OPERATION_NOT_ATTEMPTED) ?? refused[0] ?? errorCodes.NONE;
}
