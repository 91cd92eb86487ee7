import { retry } from '../timing/retry.ts';
import { partitionKey } from '../topic-partition.ts';
import type { Cluster } from './cluster.ts';
import {
  listOffsets,
  worstOf,
  type LogOffset,
  type IsolationLevel,
  type OffsetQuery,
} from './list-offsets.ts';

export interface OffsetLookupParts {
  readonly cluster: Cluster;
  readonly isolation: IsolationLevel;
  /** How long to try. */
  readonly timeoutMs: number;
}

/** Finds offsets of any partitions, whether their topics are tracked or not. */
export class OffsetLookup {
  readonly #parts: OffsetLookupParts;

  constructor(parts: OffsetLookupParts) {
    this.#parts = parts;
  }

  /**
   * In the order of the queries, which name each partition once; `null` where there is no such record.
   * @throws KafkaError when one is not found in time, or cannot be.
   */
  async find(queries: readonly OffsetQuery[]): Promise<readonly (LogOffset | null)[]> {
    const { cluster, timeoutMs } = this.#parts;
    if (queries.length === 0) return [];
    return await retry(() => this.#findOnce(queries), {
      timeoutMs,
      backoff: cluster.retryBackoff,
      signal: cluster.closeSignal,
    });
  }

  async #findOnce(queries: readonly OffsetQuery[]): Promise<readonly (LogOffset | null)[]> {
    const { cluster, isolation } = this.#parts;
    const unknown = queries.filter(({ topic, partition }) => cluster.leaderOf(topic, partition) === null);
    if (unknown.length > 0) await cluster.lookUp([...new Set(unknown.map(({ topic }) => topic))]);
    const answers = await listOffsets(cluster, queries, isolation);
    const failure = worstOf(answers);
    if (failure === null) return queries.map((query) => answers.offsets.get(keyOf(query)) ?? null);
    await cluster.lookUp([...new Set(queries.map(({ topic }) => topic))]);
    throw failure;
  }
}

function keyOf({ topic, partition }: OffsetQuery): string {
  return partitionKey(topic, partition);
}
