import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between clients and a server on 127.0.0.1, until connections are to be cut. */
export class TcpProxy {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #refuses = false;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((client) => this.#connect(client));
  }

  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections there are. */
  get connections(): number {
    return this.#sockets.size / 2;
  }

  /** Ends every connection with a reset, in the middle of whatever passes. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Has new connections end as soon as they are made, or not any more. */
  refuse(refuses: boolean): void {
    this.#refuses = refuses;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, 'close');
  }

  #connect(client: Socket): void {
    client.on('error', ignore);
    if (this.#refuses) {
      client.resetAndDestroy();
      return;
    }
    const server = createConnection(this.#targetPort, '127.0.0.1');
    this.#watch(client, server);
    this.#watch(server, client);
    client.pipe(server).pipe(client);
  }

  #watch(socket: Socket, other: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay();
    socket.on('error', ignore);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      other.destroy();
    });
  }
}

/** What fails shows by the connection being closed. */
function ignore(): void {}
