import type { TestProject } from 'vitest/node';
import { startDevKafka } from './kafka/dev-kafka.ts';
import type { SharedKafka } from './kafka/shared-kafka.ts';
import { buildSluice } from './sluice/build.ts';

let kafka: SharedKafka | undefined;

/** The dev broker in the place of Apache Kafka, for the tests that have to pass on both. */
export async function setup(project: TestProject): Promise<void> {
  await buildSluice();
  kafka = await startDevKafka();
  project.provide('kafka', { bootstrapServers: kafka.bootstrapServers, kind: 'dev' });
}

export async function teardown(): Promise<void> {
  await kafka?.stop();
}
