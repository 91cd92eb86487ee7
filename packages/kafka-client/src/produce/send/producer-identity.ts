import { errorCodes, initProducerIdApi } from '@sluice/kafka-protocol';
import type { Cluster } from '../../cluster/cluster.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { refusal } from '../../errors/refusal.ts';
import { retry } from '../../timing/retry.ts';
import type { Identity, ProducerId } from './producer-id.ts';

const maxEpoch = 32_767;

/** The id of an idempotent producer without transactions (KIP-98): asked for when first needed. */
export class ProducerIdentity implements Identity {
  readonly isTransactional = false;
  readonly #cluster: Cluster;
  #current: ProducerId | null = null;
  #isAcquiring = false;
  /** Called when there is an identity, or with the reason why there is none now. */
  onSettled: (error: KafkaError | null) => void = () => undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Begins to ask for an id where there is none. */
  get(): ProducerId | null {
    if (this.#current === null && !this.#isAcquiring) void this.#acquire();
    return this.#current;
  }

  // Only this producer has the id, so it may go on to the next epoch by itself.
  outdate(id: ProducerId): void {
    if (this.#current !== id) return;
    const { producerId, producerEpoch } = id;
    this.#current = producerEpoch < maxEpoch ? { producerId, producerEpoch: producerEpoch + 1 } : null;
  }

  async #acquire(): Promise<void> {
    this.#isAcquiring = true;
    let failure: KafkaError | null = null;
    try {
      this.#current = await retry(() => this.#ask(), {
        timeoutMs: Number.POSITIVE_INFINITY,
        backoff: this.#cluster.retryBackoff,
        signal: this.#cluster.closeSignal,
      });
    } catch (error) {
      failure = error instanceof KafkaError ? error : new KafkaError(-1, 'The producer is closed');
    }
    this.#isAcquiring = false;
    this.onSettled(failure);
  }

  async #ask(): Promise<ProducerId> {
    const body = { transactionalId: null, transactionTimeoutMs: 2_147_483_647 };
    const { response, broker } = await this.#cluster.links.askAny(initProducerIdApi, body);
    const { errorCode, producerId, producerEpoch } = response;
    if (errorCode === errorCodes.NONE) return { producerId, producerEpoch };
    throw refusal({ code: errorCode, action: 'Get a producer id for enable.idempotence=true', broker });
  }
}
