import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a node that can be cut, or let nothing through. */
export class Link {
  readonly url: string;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #isBlocked = false;
  /** Called with what goes to the node; what it returns false for is not sent on, and the connection is cut. */
  onRequest: (chunk: Buffer) => boolean = () => true;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** @param nodeUrl - where it leads to. */
  static async open(nodeUrl: string): Promise<Link> {
    const { hostname, port } = new URL(nodeUrl);
    const server = createServer((client) => link.#join(client, connect(Number(port), hostname)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const link = new Link(server);
    return link;
  }

  /** Holds everything back, in both directions. */
  block(): void {
    this.#isBlocked = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  unblock(): void {
    this.#isBlocked = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  /** Cuts all connections. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(client: Socket, node: Socket): void {
    const pair = [client, node] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      node.destroy();
    };
    client.on('error', end).on('close', end);
    node.on('error', end).on('close', end);
    client.on('data', (chunk: Buffer) => {
      if (this.onRequest(chunk)) node.write(chunk);
      else for (const socket of pair) socket.resetAndDestroy();
    });
    node.on('data', (chunk: Buffer) => client.write(chunk));
    if (this.#isBlocked) for (const socket of pair) socket.pause();
  }
}
