import { startKafka } from './cluster.ts';
import type { KafkaOptions } from './cluster.ts';

export interface SharedKafka {
  readonly bootstrapServers: string;
  stop(): Promise<void>;
}

/** The cluster at the address in SLUICE_TEST_KAFKA (host:port, …), which is left as it is; or else a new one. */
export async function sharedKafka(options: KafkaOptions = {}): Promise<SharedKafka> {
  const bootstrapServers = process.env['SLUICE_TEST_KAFKA'];
  return bootstrapServers === undefined
    ? startKafka(options)
    : { bootstrapServers, stop: () => Promise.resolve() };
}
