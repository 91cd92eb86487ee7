import { timerMs } from '../../timing/delay.ts';
import type { ConnectionOptions } from '../connection-options.ts';
import type { ReadyConnection } from '../open-connection.ts';
import { authenticate, type LoginRequest } from './authenticate.ts';
import type { SaslMechanism } from './sasl-exchange.ts';

/** The part of its life after which a login is renewed: from the least, up to so much more. */
const renewAfter = { least: 0.85, spread: 0.1 };

/**
 * Logs in, and again before the broker's patience ends (KIP-368), for as long as the connection is open.
 * Rejects with a KafkaError, as does everything under way on the connection when a later login fails.
 */
export async function logIn(
  ready: ReadyConnection,
  mechanism: SaslMechanism,
  options: ConnectionOptions,
): Promise<void> {
  const { connection, versions } = ready;
  const timeoutMs = options.settings['request.timeout.ms'];
  const request: LoginRequest = (api, body) =>
    connection.request(api, body, { version: versions.versionOf(api), timeoutMs, isLogin: true });
  const lifetimeMs = await authenticate({ broker: connection.broker, mechanism, request });
  if (lifetimeMs === Number.POSITIVE_INFINITY) return;
  const afterMs = lifetimeMs * (renewAfter.least + renewAfter.spread * Math.random());
  const timer = setTimeout(() => void renew(ready, mechanism, options), timerMs(afterMs)).unref();
  connection.onEnd(() => clearTimeout(timer));
}

/** The broker takes nothing but the login until that is done: other requests wait. */
async function renew(
  ready: ReadyConnection,
  mechanism: SaslMechanism,
  options: ConnectionOptions,
): Promise<void> {
  const { connection } = ready;
  if (!connection.isOpen) return;
  connection.hold();
  try {
    await logIn(ready, mechanism, options);
    options.metrics.add('successful-reauthentication-total');
    connection.release();
  } catch (error) {
    options.metrics.add('failed-reauthentication-total');
    const reason = error instanceof Error ? error.message : String(error);
    const detail = reason.replace(`Kafka at ${connection.broker}: `, '');
    connection.fail(`the login could not be renewed: ${detail}`, error);
  }
}
