import { javaServiceLoadWorker, javaWorker } from './java-worker.ts';
import { sluiceWorker } from './sluice-worker.ts';
import type { WorkerKind } from './worker-kind.ts';

export const workers = {
  sluice: sluiceWorker,
  java: javaWorker,
  'java-service-load': javaServiceLoadWorker,
} as const satisfies Record<string, WorkerKind>;

export type WorkerName = keyof typeof workers;
