import { errorCodes, errorName, isRetriable, type ErrorName } from '@sluice/kafka-protocol';

/** Where an error happened, as far as that is known. */
export interface KafkaErrorPlace {
  /** `host:port` of the broker. */
  readonly broker?: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly cause?: unknown;
}

/** What a broker refused, or what kept it from being asked, by the error codes of Kafka's protocol. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  readonly code: number;
  /** For example `UNKNOWN_TOPIC_OR_PARTITION`. */
  readonly errorName: string;
  /** Whether the same may succeed later with nothing else changed. */
  readonly retriable: boolean;
  readonly broker: string | null;
  readonly topic: string | null;
  readonly partition: number | null;

  constructor(error: ErrorName | number, message: string, place: KafkaErrorPlace = {}) {
    super(message, place.cause === undefined ? undefined : { cause: place.cause });
    this.code = typeof error === 'number' ? error : errorCodes[error];
    this.errorName = errorName(this.code);
    this.retriable = isRetriable(this.code);
    this.broker = place.broker ?? null;
    this.topic = place.topic ?? null;
    this.partition = place.partition ?? null;
  }

  /** Whether it is the error of this name. */
  is(name: ErrorName): boolean {
    return this.code === errorCodes[name];
  }
}
