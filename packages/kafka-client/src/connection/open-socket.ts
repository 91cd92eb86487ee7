import { connect, type Socket } from 'node:net';
import type { KafkaError } from '../errors/kafka-error.ts';
import { formatAddress, type BrokerAddress } from '../settings/bootstrap-servers.ts';
import { timerMs } from '../timing/delay.ts';
import { describeSocketError, tlsRefusal, unreachable } from './connection-error.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { describeTlsError, endedInHandshake } from './tls/describe-tls-error.ts';

/** How a socket is to be opened. */
export interface SocketOptions extends Pick<ConnectionOptions, 'security' | 'remedy'> {
  /** For the whole of it, the TLS handshake included. */
  readonly timeoutMs: number;
}

// Long enough for a far host; the next address of a name is tried after it.
const nextAddressAfterMs = 2000;

/**
 * A connected socket without Nagle's delay, over TLS where that is wanted. A name with several addresses has them tried
 * one after the other. Rejects with a KafkaError when the broker cannot be reached in time, or not be trusted.
 */
export async function openSocket(
  address: BrokerAddress,
  options: SocketOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const plain = beginToConnect(address, options);
  const attempt = new SocketAttempt(address, options, signal);
  await attempt.until(plain, 'connect');
  const { tls } = options.security;
  if (tls === null) return attempt.end(plain);
  const secure = tls.wrap(plain, address.host);
  await attempt.until(secure, 'secureConnect');
  return attempt.end(secure);
}

/** Brokers may tell addresses of other brokers that are none. */
function beginToConnect(address: BrokerAddress, { remedy }: SocketOptions): Socket {
  const options = { noDelay: true, keepAlive: true, autoSelectFamilyAttemptTimeout: nextAddressAfterMs };
  try {
    return connect({ ...address, ...options });
  } catch (cause) {
    throw unreachable({ broker: formatAddress(address), reason: describeSocketError(cause), remedy, cause });
  }
}

/** The time and the ways to fail that the steps of one attempt share. */
class SocketAttempt {
  readonly #broker: string;
  readonly #remedy: string;
  readonly #signal: AbortSignal;
  readonly #onAbort = (): void => this.#fail('the client was closed');
  readonly #timer: NodeJS.Timeout;
  #fail: (reason: string, cause?: unknown) => void = () => undefined;

  constructor(address: BrokerAddress, { timeoutMs, remedy }: SocketOptions, signal: AbortSignal) {
    this.#broker = formatAddress(address);
    this.#remedy = remedy;
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#fail(`no connection within ${timeoutMs} ms`), timerMs(timeoutMs));
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Waits for the event by which a step is done. */
  until(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        socket.off('error', onError).off('close', onClose).off(event, onDone);
      };
      const give = (error: KafkaError): void => {
        settle();
        socket.on('error', () => undefined).destroy();
        this.end(socket);
        reject(error);
      };
      const onError = (error: Error): void => give(this.#errorOf(error, event));
      const onClose = (): void => give(this.#errorOf(new Error('the connection was closed'), event));
      const onDone = (): void => {
        settle();
        resolve();
      };
      this.#fail = (reason, cause) => give(this.#unreachable(reason, cause));
      socket.on('error', onError).on('close', onClose).on(event, onDone);
      if (this.#signal.aborted) this.#onAbort();
    });
  }

  end(socket: Socket): Socket {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#onAbort);
    return socket;
  }

  #errorOf(error: Error, event: 'connect' | 'secureConnect'): KafkaError {
    if (event === 'connect') return this.#unreachable(describeSocketError(error), error);
    const { reason, retriable } = describeTlsError(error) ?? endedInHandshake;
    if (retriable) return this.#unreachable(reason, error);
    return tlsRefusal(this.#broker, reason, error);
  }

  #unreachable(reason: string, cause?: unknown): KafkaError {
    return unreachable({ broker: this.#broker, reason, remedy: this.#remedy, cause });
  }
}
