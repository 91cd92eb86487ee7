import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
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

// Of each thread. Memory of its own for every 64 KiB that come would be garbage at once; and more at a time takes less.
const readBytes = 256 * 1024;
let readBuffer: Buffer | null = null;
// Elsewhere what is read is told before the next read begins; Windows reads ahead.
const sharesReadBuffer = process.platform !== 'win32';

/**
 * A connected socket without Nagle's delay, over TLS where that is wanted. A name with several addresses has them tried
 * one after the other. The bytes of a `data` event are others' when it is over. Rejects with a KafkaError when the broker
 * cannot be reached in time, or not be trusted.
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
function beginToConnect(address: BrokerAddress, { remedy, security }: SocketOptions): Socket {
  const options = { noDelay: true, keepAlive: true, autoSelectFamilyAttemptTimeout: nextAddressAfterMs };
  try {
    // TLS takes the bytes over from the plain socket.
    return security.tls === null && sharesReadBuffer
      ? connectSharing({ ...address, ...options })
      : connect({ ...address, ...options });
  } catch (cause) {
    throw unreachable({ broker: formatAddress(address), reason: describeSocketError(cause), remedy, cause });
  }
}

/** A socket that reads into memory that all of the thread read into. */
function connectSharing(options: TcpNetConnectOpts): Socket {
  const buffer = (readBuffer ??= Buffer.allocUnsafeSlow(readBytes));
  const socket = connect({
    ...options,
    onread: {
      buffer,
      callback: (count) => {
        socket.emit('data', buffer.subarray(0, count));
        return true;
      },
    },
  });
  return socket;
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
