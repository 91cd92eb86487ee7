import { boolean, choice, integer, list, nullable, object, text, type BodyOf } from '../shape/shape.ts';

export const serverInfo = object('ServerInfo', { version: text, commit: text, kafka_cluster_id: text });
export type ServerInfo = BodyOf<typeof serverInfo>;

export const workerHealth = object('WorkerHealth', {
  status: choice('healthy', 'starting', 'unhealthy'),
  message: text,
});
export type WorkerHealth = BodyOf<typeof workerHealth>;

/** A worker, by the address that it tells the others, and how much it has. */
const clusterWorker = object('ClusterWorker', {
  worker_id: text,
  is_leader: boolean,
  connectors: integer,
  tasks: integer,
});

/** A rebalance that the worker went through; `at_ms` are milliseconds since 1970. */
const pastRebalance = object('PastRebalance', {
  at_ms: integer,
  generation: integer,
  duration_ms: integer,
  reasons: list(text),
  stopped: integer,
  delay_ms: integer,
});

/** `group_id` and `protocol` are `null` for a worker that stands alone. */
export const clusterInfo = object('ClusterInfo', {
  group_id: nullable(text),
  protocol: nullable(text),
  generation: integer,
  is_rebalancing: boolean,
  workers: list(clusterWorker),
  rebalances: list(pastRebalance),
});
export type ClusterInfo = BodyOf<typeof clusterInfo>;
