import { readFileSync } from 'node:fs';
import { createServer as createPlain, request, type Server } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Files in PEM format. */
interface Certificates {
  readonly ca: string;
  /** Key and certificate. */
  readonly server: string;
}

export interface GuardOptions {
  /** The values of the header `authorization` that are let in. */
  readonly admits: readonly string[];
  /** With these it talks TLS and asks clients for their certificate. */
  readonly certificates?: Certificates;
}

/** Stands before a node without security, and lets only those in who have credentials. */
export class Guard {
  readonly url: string;
  readonly #server: Server;
  /** The header `content-encoding` of what came in. */
  readonly encodings = new Set<string>();

  private constructor(server: Server, isTls: boolean) {
    this.#server = server;
    this.url = `${isTls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`;
  }

  static async open(nodeUrl: string, { admits, certificates }: GuardOptions): Promise<Guard> {
    const server =
      certificates === undefined
        ? createPlain()
        : createTls({
            ...pair(certificates.server),
            ca: readFileSync(certificates.ca),
            requestCert: true,
            rejectUnauthorized: true,
          });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const guard = new Guard(server, certificates !== undefined);
    server.on('request', (incoming, response) => {
      const { authorization = '', 'content-encoding': encoding } = incoming.headers;
      if (encoding !== undefined) guard.encodings.add(encoding);
      if (!admits.includes(authorization)) {
        incoming.resume();
        const error = { type: 'security_exception', reason: 'unable to authenticate' };
        response.writeHead(401).end(JSON.stringify({ error, status: 401 }));
        return;
      }
      const { method, headers } = incoming;
      const outgoing = request(`${nodeUrl}${incoming.url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      outgoing.on('error', () => response.destroy());
      incoming.pipe(outgoing);
    });
    return guard;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

function pair(file: string): { readonly key: Buffer; readonly cert: Buffer } {
  const pem = readFileSync(file);
  return { key: pem, cert: pem };
}
