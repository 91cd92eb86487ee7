import type { TaskClients } from '../src/work/task-clients.ts';
import { InMemoryConsumer } from './in-memory-consumer.ts';
import { InMemoryProducer } from './in-memory-producer.ts';

/** Clients of a Kafka that acknowledges everything and holds nothing. */
export class InMemoryClients implements TaskClients {
  readonly producers: InMemoryProducer[] = [];
  readonly consumers: InMemoryConsumer[] = [];

  createProducer(): Promise<InMemoryProducer> {
    const producer = new InMemoryProducer();
    this.producers.push(producer);
    return Promise.resolve(producer);
  }

  createConsumer(): Promise<InMemoryConsumer> {
    const consumer = new InMemoryConsumer();
    this.consumers.push(consumer);
    return Promise.resolve(consumer);
  }
}
