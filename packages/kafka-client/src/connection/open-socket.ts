import { connect, type Socket } from 'node:net';
import { formatAddress, type BrokerAddress } from '../settings/bootstrap-servers.ts';
import { timerMs } from '../timing/delay.ts';
import { describeSocketError, unreachable } from './connection-error.ts';
import type { ConnectionOptions } from './connection-options.ts';

/** A connected socket without Nagle's delay. Rejects with a KafkaError when the broker cannot be reached in time. */
export function openSocket(
  address: BrokerAddress,
  { settings, remedy }: ConnectionOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const broker = formatAddress(address);
  const timeoutMs = settings['socket.connection.setup.timeout.ms'];
  return new Promise((resolve, reject) => {
    const socket = connect({ ...address, noDelay: true, keepAlive: true });
    const timer = setTimeout(() => fail(`no connection within ${timeoutMs} ms`), timerMs(timeoutMs));
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      socket.off('connect', onConnect);
    };
    const fail = (reason: string, cause?: unknown): void => {
      settle();
      socket.on('error', () => undefined).destroy();
      reject(unreachable({ broker, reason, remedy, cause }));
    };
    const onError = (error: Error): void => fail(describeSocketError(error), error);
    const onAbort = (): void => fail('the client was closed');
    const onConnect = (): void => {
      settle();
      resolve(socket);
    };
    socket.on('error', onError).on('connect', onConnect);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
