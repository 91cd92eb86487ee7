import { KafkaError } from '../src/errors/kafka-error.ts';
import type { Delivery } from '../src/produce/delivery.ts';
import { Producer } from '../src/produce/producer.ts';
import { parseProducerSettings } from '../src/settings/producer-settings.ts';
import { TransactionBroker } from './transaction-broker.ts';

/** A transactional producer at a broker in memory, which a test tells what to answer. */
export class TransactionTrial {
  readonly broker: TransactionBroker;
  readonly producer: Producer<string>;
  readonly #deliveries: Delivery<string>[] = [];

  /** The producer has not called `initTransactions` yet. */
  static async connect(
    version: 1 | 2,
    properties: Readonly<Record<string, string>> = {},
  ): Promise<TransactionTrial> {
    return new TransactionTrial(await TransactionBroker.start(version), properties);
  }

  /** The producer can begin a transaction, and knows topic `t` with two partitions. */
  static async start(
    version: 1 | 2,
    properties: Readonly<Record<string, string>> = {},
  ): Promise<TransactionTrial> {
    const trial = await TransactionTrial.connect(version, properties);
    await inTheEnd(() => trial.producer.initTransactions());
    await inTheEnd(() => trial.producer.prepare('t'));
    return trial;
  }

  private constructor(broker: TransactionBroker, properties: Readonly<Record<string, string>>) {
    this.broker = broker;
    const { settings } = parseProducerSettings({
      'bootstrap.servers': broker.log.script.address,
      'transactional.id': 'tx',
      'linger.ms': '0',
      'retry.backoff.ms': '5',
      ...properties,
    });
    this.producer = new Producer<string>(settings);
    this.producer.onDelivered = (delivery) => this.#deliveries.push(delivery);
  }

  append(value: string, partition = 0): void {
    this.producer.append({ topic: 't', partition, timestampMs: 1000, key: null, value }, value);
  }

  /** The values that were not delivered, each with the name of the reason. */
  failed(): string[] {
    return this.#deliveries.flatMap(({ error, attachments }) =>
      error === null ? [] : attachments.map((value) => `${value}: ${error.errorName}`),
    );
  }

  async end(): Promise<void> {
    await this.producer.close(0);
    await this.broker.stop();
  }
}

/** Calls again what a short `max.block.ms` has cut off. */
async function inTheEnd(call: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (!(error instanceof KafkaError && error.is('REQUEST_TIMED_OUT'))) throw error;
    }
  }
}
