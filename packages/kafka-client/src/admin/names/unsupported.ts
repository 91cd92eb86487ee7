import { KafkaError } from '../../errors/kafka-error.ts';

/** The error for what a broker is too old for. */
export function tooOld(what: string, since: string): KafkaError {
  return new KafkaError(
    'UNSUPPORTED_VERSION',
    `The broker cannot ${what}: this needs Kafka ${since} or later`,
  );
}

export function isUnsupported(error: unknown): boolean {
  return error instanceof KafkaError && error.is('UNSUPPORTED_VERSION');
}
