import { randomUUID } from 'node:crypto';
import { Admin } from '../src/admin/admin.ts';
import { Consumer, type ConsumerOptions } from '../src/consumer/consumer.ts';
import type { FetchedRecords } from '../src/fetch/buffer/fetched-records.ts';
import { StandIn } from '../src/group/seat/stand-in.ts';
import { Producer } from '../src/produce/producer.ts';
import { parseAdminSettings } from '../src/settings/admin-settings.ts';
import { parseConsumerSettings, type ConsumerSettings } from '../src/settings/consumer-settings.ts';
import type { ClientProperties } from '../src/settings/parse-settings.ts';
import { parseProducerSettings } from '../src/settings/producer-settings.ts';
import type { TopicPartition } from '../src/topic-partition.ts';

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

/** Makes clients of one cluster, and closes them all. */
export class RealClients {
  readonly #bootstrapServers: string;
  readonly #open: { close(timeoutMs?: number): Promise<void> }[] = [];

  constructor(bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
  }

  admin(properties: ClientProperties = {}): Admin {
    return this.#keep(new Admin(parseAdminSettings(this.#properties(properties)).settings));
  }

  producer<T = undefined>(properties: ClientProperties = {}): Producer<T> {
    return this.#keep(new Producer<T>(parseProducerSettings(this.#properties(properties)).settings));
  }

  consumer(properties: ClientProperties = {}, options: ConsumerOptions = {}): Consumer {
    return this.#keep(new Consumer(this.#consumerSettings(properties), options));
  }

  standIn(properties: ClientProperties = {}): StandIn {
    const standIn = new StandIn(this.#consumerSettings(properties));
    this.#keep({ close: () => Promise.resolve(standIn.close()) });
    return standIn;
  }

  /** A new topic of its own for the test; returns its name. */
  async topic(partitions = 1, configs: Readonly<Record<string, string>> = {}): Promise<string> {
    const name = uniqueName('t');
    await this.admin().createTopic({ name, partitions, configs });
    return name;
  }

  /** Writes as many records as that, one a second from the epoch on, to one partition after the other. */
  async fill(topic: string, partitions: number, records: number): Promise<void> {
    const producer = this.producer();
    await producer.prepare(topic);
    for (let index = 0; index < records; index += 1) {
      const timestampMs = 1000 * (index + 1);
      producer.append(
        { topic, partition: index % partitions, timestampMs, key: null, value: 'x' },
        undefined,
      );
    }
    await producer.flush();
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((client) => client.close(5000)));
  }

  #consumerSettings(properties: ClientProperties): ConsumerSettings {
    const defaults = { 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false' };
    return parseConsumerSettings(this.#properties({ ...defaults, ...properties })).settings;
  }

  #properties(properties: ClientProperties): ClientProperties {
    return { 'bootstrap.servers': this.#bootstrapServers, ...properties };
  }

  #keep<C extends { close(timeoutMs?: number): Promise<void> }>(client: C): C {
    this.#open.push(client);
    return client;
  }
}

/** The first partitions of a topic. */
export function partitionsOf(topic: string, count: number): TopicPartition[] {
  return Array.from({ length: count }, (_, partition) => ({ topic, partition }));
}

export interface ReadRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

export function recordsIn({ partitions }: FetchedRecords): ReadRecord[] {
  const records: ReadRecord[] = [];
  for (const part of partitions) {
    const cursor = part.records();
    while (cursor.next()) {
      const { offset, key, value } = cursor;
      records.push({
        partition: part.partition,
        offset,
        key: key && String(key),
        value: value && String(value),
      });
    }
  }
  return records;
}

/** Reads until there are `count` records, or none has come for a while. */
export async function readRecords(
  consumer: Consumer,
  count: number,
  patienceMs = 10_000,
): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  while (records.length < count) {
    const fetched = await consumer.poll(patienceMs);
    if (fetched.recordCount === 0) break;
    records.push(...recordsIn(fetched));
  }
  return records;
}
