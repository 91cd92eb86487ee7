import type { IsolationLevel } from '../../cluster/list-offsets.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import type { PartitionOutcome } from '../requests/outcome.ts';
import { deleteRecords, type RecordsToDelete } from './delete-records.ts';
import { describeProducers, type ActiveProducer } from './describe-producers.ts';
import { findOffsets, type FoundOffset, type OffsetToFind } from './find-offsets.ts';
import type { TopicPartition } from '../../topic-partition.ts';

/** What stands in partitions: offsets, records, producers. Everything is asked of, and done by, their leaders. */
export class PartitionAdmin {
  readonly #requests: AdminRequests;

  constructor(requests: AdminRequests) {
    this.#requests = requests;
  }

  /** In the order of what was asked. With `read_committed` the latest offset is the last stable one. */
  findOffsets(
    queries: readonly OffsetToFind[],
    isolation: IsolationLevel = 'read_uncommitted',
  ): Promise<readonly PartitionOutcome<FoundOffset>[]> {
    return findOffsets(this.#requests, queries, isolation);
  }

  /** Deletes what stands before an offset. The result is the first offset that is left. */
  deleteRecords(records: readonly RecordsToDelete[]): Promise<readonly PartitionOutcome<number>[]> {
    return deleteRecords(this.#requests, records);
  }

  /** The producers that the leaders remember, idempotent and transactional ones (KIP-664). */
  describeProducers(
    partitions: readonly TopicPartition[],
  ): Promise<readonly PartitionOutcome<readonly ActiveProducer[]>[]> {
    return describeProducers(this.#requests, partitions);
  }
}
