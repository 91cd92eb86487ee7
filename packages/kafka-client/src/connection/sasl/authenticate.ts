import { errorCodes, saslAuthenticateApi, saslHandshakeApi, type ErrorName } from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { ClientApi } from '../broker-connection.ts';
import { SaslError, type SaslMechanism } from './sasl-exchange.ts';

/** Sends a request of the login over the connection that is to be logged in. */
export type LoginRequest = <In, Out>(api: ClientApi<In, Out>, body: In) => Promise<Out>;

export interface Login {
  /** `host:port` */
  readonly broker: string;
  readonly mechanism: SaslMechanism;
  readonly request: LoginRequest;
}

/**
 * Logs in on a connection. Resolves to how long that holds in milliseconds, `Infinity` when for ever.
 * @throws KafkaError not retriable when the broker says no, and when the broker cannot be trusted.
 */
export async function authenticate(login: Login): Promise<number> {
  try {
    await agreeOnMechanism(login);
    return await exchangeMessages(login);
  } catch (error) {
    if (error instanceof SaslError) throw failed(login, error.message, error);
    throw error;
  }
}

async function agreeOnMechanism(login: Login): Promise<void> {
  const { name } = login.mechanism;
  const { errorCode, mechanisms } = await login.request(saslHandshakeApi, { mechanism: name });
  if (errorCode === errorCodes.NONE) return;
  if (errorCode === errorCodes.UNSUPPORTED_SASL_MECHANISM) {
    const enabled = mechanisms.length === 0 ? 'none' : mechanisms.join(', ');
    const reason = `it does not take the mechanism ${name}; enabled are: ${enabled}; check sasl.mechanism`;
    throw refused(login, 'UNSUPPORTED_SASL_MECHANISM', reason);
  }
  if (errorCode === errorCodes.ILLEGAL_SASL_STATE) {
    const reason = 'this listener wants no login by SASL; check security.protocol and the port';
    throw refused(login, 'ILLEGAL_SASL_STATE', reason);
  }
  throw new KafkaError(errorCode, `Kafka at ${login.broker}: the login failed`, { broker: login.broker });
}

async function exchangeMessages(login: Login): Promise<number> {
  const exchange = await login.mechanism.begin();
  let message: Buffer | null = exchange.first;
  let lifetimeMs = 0n;
  while (message !== null) {
    const answer = await login.request(saslAuthenticateApi, { authBytes: message });
    if (answer.errorCode !== errorCodes.NONE) throw failed(login, refusalText(answer.errorMessage));
    lifetimeMs = answer.sessionLifetimeMs;
    message = await exchange.next(answer.authBytes);
  }
  return lifetimeMs > 0n ? Number(lifetimeMs) : Number.POSITIVE_INFINITY;
}

/** Brokers say different things of one refusal; whatever it is, it is theirs. */
function refusalText(message: string | null): string {
  return message === null || message === '' ? 'it says no more' : message;
}

function failed(login: Login, detail: string, cause?: unknown): KafkaError {
  const { name, remedy } = login.mechanism;
  const { broker } = login;
  const message = `Kafka at ${broker}: the login by ${name} failed: ${detail}; ${remedy}`;
  return new KafkaError('SASL_AUTHENTICATION_FAILED', message, { broker, cause });
}

function refused({ broker }: Login, code: ErrorName, reason: string): KafkaError {
  return new KafkaError(code, `Kafka at ${broker}: ${reason}`, { broker });
}
