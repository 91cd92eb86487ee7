import { startRestServer, type RestServer, type RestServerOptions } from '../src/index.ts';
import { MemoryHerder } from './memory-herder.ts';
import { MemoryObserver } from './memory-observer.ts';

interface LogLine {
  readonly level: 'info' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A REST server on a free port, over a herder in memory. */
export interface TestServer extends RestServer {
  readonly port: number;
  readonly herder: MemoryHerder;
  readonly observer: MemoryObserver;
  readonly logged: LogLine[];
}

export async function startTestServer(
  options: Partial<RestServerOptions> & { readonly attached?: boolean } = {},
): Promise<TestServer> {
  const logged: LogLine[] = [];
  const server = await startRestServer({
    listeners: ['http://127.0.0.1:0'],
    log: {
      info: (fields, message) => logged.push({ level: 'info', fields, message }),
      error: (fields, message) => logged.push({ level: 'error', fields, message }),
    },
    ...options,
  });
  const herder = new MemoryHerder();
  const observer = new MemoryObserver();
  if (options.attached ?? true) server.attach(herder, observer);
  return { ...server, port: Number(new URL(server.url).port), herder, observer, logged };
}
