import type { CommandLine } from '../workers/worker-kind.ts';

/** What one run of a client moves. */
export interface ClientJob {
  readonly bootstrapServers: string;
  readonly topic: string;
  readonly records: number;
  readonly recordBytes: number;
  /** One value in each line: what a producer sends, in any order and again and again. */
  readonly payloadFile: string;
}

/** A program that uses a Kafka client; it ends when all is consumed, or produced and acknowledged. */
export interface ClientKind {
  readonly title: string;
  consume(job: ClientJob): Promise<CommandLine>;
  produce(job: ClientJob): Promise<CommandLine>;
  /** The beginning of the line that it writes when it has the first records it consumes. */
  readonly firstLine: RegExp;
}

/** What all of them are set to, by the names of Kafka's own clients. What is left out is Kafka's default. */
export const consumerProperties = {
  'fetch.min.bytes': '1',
  'fetch.max.wait.ms': '500',
  'fetch.max.bytes': '52428800',
  'max.partition.fetch.bytes': '1048576',
  'auto.offset.reset': 'earliest',
  'auto.commit.interval.ms': '5000',
  // ConsumerPerformance insists on it.
  'check.crcs': 'false',
} as const;

export const producerProperties = {
  acks: 'all',
  'batch.size': '16384',
  'linger.ms': '5',
  'compression.type': 'none',
  'max.in.flight.requests.per.connection': '5',
} as const;
