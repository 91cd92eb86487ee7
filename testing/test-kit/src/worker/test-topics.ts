import {
  Admin,
  Consumer,
  parseAdminSettings,
  parseConsumerSettings,
  parseProducerSettings,
  Producer,
} from '@sluice/kafka-client';
import { waitFor } from '../wait-for.ts';

/** A record as it stands in a topic. */
export interface TopicRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly key: string; readonly value: string | null }[];
}

/** What is to be written into a topic: its value, or with a key. */
export type NewRecord = string | null | NewKeyedRecord;

/** A record that is to be written, texts in UTF-8. */
export interface NewKeyedRecord {
  readonly key: string | null;
  readonly value: string | Buffer | null;
  /** None by default. */
  readonly headers?: readonly { readonly key: string; readonly value: string }[];
}

/** Reads and writes the topics of a broker. */
export class TestTopics {
  readonly #bootstrap: { readonly 'bootstrap.servers': string };

  constructor(bootstrapServers: string) {
    this.#bootstrap = { 'bootstrap.servers': bootstrapServers };
  }

  async create(topic: string, partitions: number): Promise<void> {
    const admin = new Admin(parseAdminSettings(this.#bootstrap).settings);
    try {
      await admin.createTopic({ name: topic, partitions });
    } finally {
      await admin.close();
    }
  }

  async write(topic: string, records: readonly NewRecord[]): Promise<void> {
    const producer = new Producer(parseProducerSettings(this.#bootstrap).settings);
    try {
      await producer.prepare(topic);
      for (const record of records) {
        const keyed = record === null || typeof record === 'string' ? { key: null, value: record } : record;
        producer.append({ topic, partition: null, timestampMs: null, ...keyed }, undefined);
      }
      await producer.flush();
    } finally {
      await producer.close();
    }
  }

  /** All records of a topic, once there are as many as that. */
  async read(topic: string, count: number, patienceMs?: number): Promise<TopicRecord[]> {
    const { settings } = parseConsumerSettings({
      ...this.#bootstrap,
      'group.id': 'sluice-test-kit',
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': 'false',
    });
    const consumer = new Consumer(settings);
    const records: TopicRecord[] = [];
    try {
      consumer.subscribe([topic]);
      const more = async (): Promise<TopicRecord[] | undefined> => {
        const { partitions } = await consumer.poll(100);
        for (const partition of partitions) {
          const cursor = partition.records();
          while (cursor.next()) records.push(copyOf(cursor));
        }
        if (records.length >= count) return records;
        throw new Error(`there are ${records.length}`);
      };
      return await waitFor(`${count} records in the topic ${topic}`, more, patienceMs);
    } finally {
      await consumer.close();
    }
  }
}

type Cursor = ReturnType<Awaited<ReturnType<Consumer['poll']>>['partitions'][number]['records']>;

function copyOf({ key, value, headers }: Cursor): TopicRecord {
  return {
    key: textOf(key),
    value: textOf(value),
    headers: headers.map((header) => ({ key: header.key, value: textOf(header.value) })),
  };
}

function textOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('utf8');
}
