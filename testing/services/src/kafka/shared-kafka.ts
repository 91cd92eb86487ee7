import { startKafka } from './cluster.ts';
import type { KafkaOptions } from './cluster.ts';
import { startDevKafka } from './dev-kafka.ts';

export interface SharedKafka {
  readonly bootstrapServers: string;
  stop(): Promise<void>;
}

/** Which broker the tests of a run talk to: Apache Kafka, or our dev broker. */
export type KafkaKind = 'apache' | 'dev';

/** The cluster at the address in SLUICE_TEST_KAFKA (host:port, …), which is left as it is; or else a new one. */
export async function sharedKafka(options: KafkaOptions = {}): Promise<SharedKafka> {
  const bootstrapServers = process.env['SLUICE_TEST_KAFKA'];
  return bootstrapServers === undefined
    ? startKafka(options)
    : { bootstrapServers, stop: () => Promise.resolve() };
}

/** A cluster of its own for one test file, of the kind that the run is about. The dev broker takes no properties. */
export async function startKafkaOf(kind: KafkaKind, options: KafkaOptions = {}): Promise<SharedKafka> {
  return kind === 'apache' ? startKafka(options) : startDevKafka();
}
