import type { TestProject } from 'vitest/node';
import { sharedKafka } from './kafka/shared-kafka.ts';
import type { KafkaKind, SharedKafka } from './kafka/shared-kafka.ts';
import { buildSluice } from './sluice/build.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The cluster that all test files of a run share: each uses topics and groups of its own. */
    readonly kafka: { readonly bootstrapServers: string; readonly kind: KafkaKind };
  }
}

let kafka: SharedKafka | undefined;

export async function setup(project: TestProject): Promise<void> {
  await buildSluice();
  kafka = await sharedKafka();
  project.provide('kafka', { bootstrapServers: kafka.bootstrapServers, kind: 'apache' });
}

export async function teardown(): Promise<void> {
  await kafka?.stop();
}
