import type { TaskAdmin, TaskClients } from '../src/work/task-clients.ts';
import { InMemoryConsumer } from './in-memory-consumer.ts';
import { InMemoryTopic } from './in-memory-topic.ts';
import { InMemoryProducer } from './in-memory-producer.ts';

/** Clients of a Kafka that acknowledges everything and holds nothing. */
export class InMemoryClients implements TaskClients {
  readonly producers: InMemoryProducer[] = [];
  readonly consumers: InMemoryConsumer[] = [];

  createProducer<T>(): Promise<InMemoryProducer<T>> {
    const producer = new InMemoryProducer<T>();
    this.producers.push(producer as unknown as InMemoryProducer);
    return Promise.resolve(producer);
  }

  createTransactionalProducer(): never {
    throw new Error('There are no transactions in memory');
  }

  createAdmin(): Promise<TaskAdmin> {
    return Promise.resolve({ ...new InMemoryTopic().admin, close: () => Promise.resolve() });
  }

  createConsumer(): Promise<InMemoryConsumer> {
    const consumer = new InMemoryConsumer();
    this.consumers.push(consumer);
    return Promise.resolve(consumer);
  }
}
