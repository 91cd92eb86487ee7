import { choice, object, text, type BodyOf } from '../shape/shape.ts';

export const serverInfo = object('ServerInfo', { version: text, commit: text, kafka_cluster_id: text });
export type ServerInfo = BodyOf<typeof serverInfo>;

export const workerHealth = object('WorkerHealth', {
  status: choice('healthy', 'starting', 'unhealthy'),
  message: text,
});
export type WorkerHealth = BodyOf<typeof workerHealth>;
