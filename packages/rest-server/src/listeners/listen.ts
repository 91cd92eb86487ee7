import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { ConnectError } from '@sluice/connect-api';
import { formatListener, type Listener } from './listener.ts';

/**
 * Opens a listener.
 * @returns it with the port it is bound to.
 * @throws ConnectError naming the listener and what to do.
 */
export async function listen(server: Server, listener: Listener): Promise<Listener> {
  const { host, port } = listener;
  try {
    server.listen({ port, ...(host === '' ? {} : { host }) });
    await once(server, 'listening');
  } catch (error) {
    throw listenFailure(listener, error as NodeJS.ErrnoException);
  }
  return { ...listener, port: (server.address() as AddressInfo).port };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not open the port. Choose one above 1023',
  EADDRNOTAVAIL: 'the host is no address of this machine. Leave it empty for all interfaces',
  ENOTFOUND: 'the host is not known. Leave it empty for all interfaces',
};

function listenFailure(listener: Listener, error: NodeJS.ErrnoException): ConnectError {
  const { code = '', message } = error;
  const name = formatListener(listener);
  if (code === 'EADDRINUSE') {
    return new ConnectError(
      `Cannot listen on ${name}: the port is in use. Stop what listens there, perhaps another worker, or choose another port with 'listeners'.`,
      { code: 'PORT_IN_USE', cause: error },
    );
  }
  return new ConnectError(`Cannot listen on ${name}: ${reasons[code] ?? message}.`, {
    code: 'LISTENER_FAILED',
    cause: error,
  });
}
