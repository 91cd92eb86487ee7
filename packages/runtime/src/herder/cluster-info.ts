/** A worker as the cluster knows it. */
export interface ClusterWorker {
  /** `host:port` of its advertised address. */
  readonly workerId: string;
  readonly isLeader: boolean;
  /** How many connectors it has. */
  readonly connectors: number;
  /** How many tasks it has. */
  readonly tasks: number;
}

/** A rebalance that the worker went through. */
export interface PastRebalance {
  /** When it was over, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly generation: number;
  /** How long it took this worker; 0 where that is not known. */
  readonly durationMs: number;
  /** Why the work was divided anew, as far as this worker knows. */
  readonly reasons: readonly string[];
  /** How many connectors and tasks this worker had to stop. */
  readonly stopped: number;
  /** How long work that nobody has waits for the worker that had it; 0 for not at all. */
  readonly delayMs: number;
}

/** The workers of a cluster, and how its work came to be divided as it is. */
export interface ClusterInfo {
  /** `null` for a worker that stands alone. */
  readonly groupId: string | null;
  /** `null` before the group follows any. */
  readonly protocol: string | null;
  readonly generation: number;
  /** Whether the work is just being divided. */
  readonly isRebalancing: boolean;
  readonly workers: readonly ClusterWorker[];
  /** The latest first. */
  readonly rebalances: readonly PastRebalance[];
}
