import { errorCodes, initProducerIdApi } from '@sluice/kafka-protocol';
import type { Cluster } from '../../cluster/cluster.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import { retry } from '../../timing/retry.ts';

export interface ProducerId {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** By what brokers recognise an idempotent producer (KIP-98). */
export class ProducerIdentity {
  readonly #cluster: Cluster;
  #current: ProducerId | null = null;
  #isAcquiring = false;
  /** Why there can be none. */
  failure: KafkaError | null = null;
  /** Called when there is an identity, or it is clear that there can be none. */
  onSettled: () => void = () => undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** `null` while it has to be asked for, which this begins. */
  get(): ProducerId | null {
    if (this.#current === null && !this.#isAcquiring && this.failure === null) void this.#acquire();
    return this.#current;
  }

  /** Gives the identity up: sequence numbers begin anew with the next one. */
  drop(): void {
    this.#current = null;
  }

  async #acquire(): Promise<void> {
    this.#isAcquiring = true;
    try {
      this.#current = await retry(() => this.#ask(), {
        timeoutMs: Number.POSITIVE_INFINITY,
        backoff: this.#cluster.retryBackoff,
        signal: this.#cluster.closeSignal,
      });
    } catch (error) {
      this.failure = error instanceof KafkaError ? error : new KafkaError(-1, 'The producer is closed');
    }
    this.#isAcquiring = false;
    this.onSettled();
  }

  async #ask(): Promise<ProducerId> {
    const body = { transactionalId: null, transactionTimeoutMs: 2_147_483_647 };
    const { errorCode, producerId, producerEpoch } = await this.#cluster.links.requestAny(
      initProducerIdApi,
      body,
    );
    if (errorCode === errorCodes.NONE) return { producerId, producerEpoch };
    throw refusal({ code: errorCode, action: 'Get a producer id for enable.idempotence=true' });
  }
}
