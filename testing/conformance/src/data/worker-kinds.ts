import { startJavaConnect, startSluiceWorker } from '@sluice/testing-services';
import type { Properties } from '@sluice/testing-services';

/** A standalone worker of either kind. */
export interface Worker {
  readonly url: string;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly bootstrapServers: string;
  readonly properties?: Properties;
  /** Paths of connector files. */
  readonly connectorFiles?: readonly string[];
}

export const workerKinds = {
  java: (options: WorkerOptions): Promise<Worker> => startJavaConnect({ ...options, mode: 'standalone' }),
  sluice: (options: WorkerOptions): Promise<Worker> => startSluiceWorker(options),
} as const;

export type WorkerKind = keyof typeof workerKinds;
