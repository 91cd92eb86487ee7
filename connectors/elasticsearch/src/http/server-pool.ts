const restMs = 5000;

/** A server with how it is asked. */
export interface Server {
  readonly url: URL;
  /** As messages name it: without user and password. */
  readonly name: string;
  /** The value of the header `authorization` that its URL asks for. */
  readonly authorization: string | null;
}

/** Whom to ask next: the servers in turn, those that just failed last. */
export class ServerPool {
  readonly servers: readonly Server[];
  readonly #failedAtMs: number[];
  readonly #now: () => number;
  #next = 0;

  /** @param urls - at least one. */
  constructor(urls: readonly string[], now = () => performance.now()) {
    this.servers = urls.map(serverAt);
    this.#failedAtMs = urls.map(() => -Infinity);
    this.#now = now;
  }

  /** The next server that is not known to fail; when all are, the one whose failure is the longest ago. */
  take(): Server {
    const { length } = this.servers;
    const restedAtMs = this.#now() - restMs;
    let oldest = this.#next % length;
    for (let step = 0; step < length; step += 1) {
      const index = (this.#next + step) % length;
      if (this.#failedAt(index) <= restedAtMs) return this.#taken(index);
      if (this.#failedAt(index) < this.#failedAt(oldest)) oldest = index;
    }
    return this.#taken(oldest);
  }

  failed(server: Server): void {
    this.#failedAtMs[this.servers.indexOf(server)] = this.#now();
  }

  succeeded(server: Server): void {
    this.#failedAtMs[this.servers.indexOf(server)] = -Infinity;
  }

  #failedAt(index: number): number {
    return this.#failedAtMs[index] ?? -Infinity;
  }

  #taken(index: number): Server {
    this.#next = index + 1;
    return this.servers[index] as Server;
  }
}

function serverAt(text: string): Server {
  const url = new URL(text);
  const user = decodeURIComponent(url.username);
  const authorization = user === '' ? null : `Basic ${base64(`${user}:${decodeURIComponent(url.password)}`)}`;
  url.username = '';
  url.password = '';
  return { url, name: url.origin, authorization };
}

export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
