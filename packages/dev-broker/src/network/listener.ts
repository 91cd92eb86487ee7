import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { BrokerLog } from '../broker.ts';
import type { Dispatch } from '../requests/dispatch.ts';
import type { SaslSession } from '../sasl/sasl-session.ts';
import { Connection } from './connection.ts';

export interface ListenerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Null for connections in plain text. */
  readonly tls: TlsOptions | null;
  /** Where each client begins to show who it is; null where nobody has to. */
  readonly newSasl: () => SaslSession | null;
  readonly dispatch: Dispatch;
  readonly log: BrokerLog;
}

/** The broker's port and the connections on it. */
export class Listener {
  readonly port: number;
  readonly #server: Server;
  readonly #options: ListenerOptions;
  readonly #connections = new Set<Connection>();

  private constructor(server: Server, options: ListenerOptions) {
    this.#server = server;
    this.#options = options;
    this.port = (server.address() as AddressInfo).port;
    server.on('error', (error) =>
      options.log.error({ reason: String(error) }, 'a connection could not be accepted'),
    );
    server.on(options.tls === null ? 'connection' : 'secureConnection', (socket: Socket) =>
      this.#accept(socket),
    );
    // Whoever fails to agree on TLS is told so by it; others need not care.
    server.on('tlsClientError', (error: Error) =>
      options.log.warn({ reason: error.message }, 'a client could not agree on TLS'),
    );
  }

  /** Rejects with what to do about it where the port cannot be had. */
  static async open(options: ListenerOptions): Promise<Listener> {
    const { host, port, tls } = options;
    const server = tls === null ? createServer() : createTlsServer(tls);
    server.listen({ host, port });
    try {
      await once(server, 'listening');
    } catch (error) {
      throw listenError(error, host, port);
    }
    return new Listener(server, options);
  }

  /** Ends all connections; new ones are accepted. */
  async closeConnections(): Promise<void> {
    await Promise.all([...this.#connections].map((connection) => connection.close()));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    await this.closeConnections();
    await closed;
  }

  #accept(socket: Socket): void {
    const { dispatch, log, host, newSasl } = this.#options;
    const endpoint = { host: advertisedHost(host, socket), port: this.port };
    const connection = new Connection(socket, { dispatch, log, endpoint, sasl: newSasl() });
    this.#connections.add(connection);
    socket.on('close', () => this.#connections.delete(connection));
  }
}

// Whoever came through one of many addresses can come through it again.
function advertisedHost(host: string, socket: Socket): string {
  const isWildcard = host === '0.0.0.0' || host === '::' || host === '';
  return isWildcard ? (socket.localAddress ?? host).replace(/^::ffff:/, '') : host;
}

function listenError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use: stop what listens there, or choose another port.`,
    EACCES: `Port ${port} on ${host} needs more rights than this process has: choose one above 1023.`,
    EADDRNOTAVAIL: `${host} is no address of this machine.`,
    ENOTFOUND: `${host} is no address of this machine.`,
  };
  return new Error(reasons[String(code)] ?? `Listening on ${host}:${port} failed: ${String(error)}`, {
    cause: error,
  });
}
