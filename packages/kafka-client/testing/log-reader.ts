import { RecordBatchBuilder, type Compression } from '@sluice/kafka-protocol';
import { Consumer, type ConsumerOptions } from '../src/consumer/consumer.ts';
import type { FetchedRecords } from '../src/fetch/buffer/fetched-records.ts';
import { parseConsumerSettings } from '../src/settings/consumer-settings.ts';
import type { ClientProperties } from '../src/settings/parse-settings.ts';
import { LogBroker } from './log-broker.ts';

/** Values from `v<from>` on. */
export function series(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `v${from + index}`);
}

export function valuesIn({ partitions }: FetchedRecords): string[] {
  const values: string[] = [];
  for (const partition of partitions) {
    const cursor = partition.records();
    while (cursor.next()) values.push(String(cursor.value));
  }
  return values;
}

/** A batch of values from `v<from>` on. */
export function batchOf(from: number, count: number, compression: Compression = 'none'): Buffer {
  const builder = new RecordBatchBuilder({ maxBytes: 1_000_000, compression });
  for (const value of series(from, count)) builder.append({ timestamp: 1, key: null, value });
  return builder.finish();
}

/** Consumers of a broker that is not a real one, closed with it. */
export class LogReader {
  readonly broker: LogBroker;
  readonly nodes: LogBroker[];
  readonly #consumers: Consumer[] = [];

  static async start(topics: Readonly<Record<string, number>> = { t: 1 }): Promise<LogReader> {
    return new LogReader(await LogBroker.start(topics));
  }

  private constructor(broker: LogBroker) {
    this.broker = broker;
    this.nodes = [broker];
  }

  async addNode(): Promise<LogBroker> {
    const node = await this.broker.addNode();
    this.nodes.push(node);
    return node;
  }

  consumer(properties: ClientProperties = {}, options: ConsumerOptions = {}): Consumer {
    const { settings } = parseConsumerSettings({
      'bootstrap.servers': this.broker.script.address,
      'auto.offset.reset': 'earliest',
      'retry.backoff.ms': '5',
      'retry.backoff.max.ms': '20',
      'reconnect.backoff.ms': '5',
      ...properties,
    });
    const consumer = new Consumer(settings, options);
    this.#consumers.push(consumer);
    return consumer;
  }

  /** Appends a batch of values from `v<from>` on to partition 0 of topic t. */
  write(from: number, count: number, compression: Compression = 'none'): void {
    this.broker.append('t', 0, batchOf(from, count, compression));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.close(100)));
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}

/** Polls until there are so many values, or none has come for two seconds. */
export async function readValues(consumer: Consumer, count: number): Promise<string[]> {
  const values: string[] = [];
  while (values.length < count) {
    const fetched = await consumer.poll(8000);
    if (fetched.recordCount === 0) break;
    values.push(...valuesIn(fetched));
  }
  return values;
}
