import { KafkaError } from '../errors/kafka-error.ts';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'the host name cannot be resolved',
  EAI_AGAIN: 'the host name cannot be resolved now',
  ETIMEDOUT: 'no answer to the connection request',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

/** Says in words what a socket error means. */
export function describeSocketError(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined && code in reasons) return reasons[code] ?? code;
  return error instanceof Error && error.message !== '' ? error.message : String(code ?? error);
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

export interface ConnectionFailure {
  readonly broker: string;
  readonly reason: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

export function unreachable({ broker, reason, remedy, cause }: ConnectionFailure): KafkaError {
  return new KafkaError('NETWORK_EXCEPTION', `Kafka at ${broker} does not answer: ${reason}; ${remedy}`, {
    broker,
    cause,
  });
}

/** TLS failed for a reason that stays; Kafka has no code for that. */
export function tlsRefusal(broker: string, reason: string, cause: unknown): KafkaError {
  return new KafkaError(-1, `Kafka at ${broker}: ${reason}`, { broker, cause });
}
