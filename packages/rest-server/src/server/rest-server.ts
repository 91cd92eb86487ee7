import { ConfigError } from '@sluice/connect-api';
import type { Herder, WorkerObserver } from '@sluice/runtime';
import type { FastifyInstance } from 'fastify';
import {
  advertisedAddress,
  formatAdvertisedUrl,
  formatWorkerId,
  type AdvertisedSettings,
} from '../listeners/advertised-address.ts';
import { listen } from '../listeners/listen.ts';
import {
  formatHost,
  formatListener,
  parseListeners,
  type Listener,
  type ListenerProtocol,
} from '../listeners/listener.ts';
import { machineAddress } from '../listeners/machine-address.ts';
import { createFastifyApp, type FastifyAppParts } from './fastify-app.ts';
import { Operations } from './operations.ts';
import type { RequestLog } from './request-log.ts';
import { RunningRequests } from './running-requests.ts';

export interface RestServerOptions {
  /** `http://host:port`, `http://:8083` by default; an empty host is all interfaces, port 0 any free one. */
  readonly listeners?: readonly string[];
  readonly advertisedProtocol?: ListenerProtocol | null;
  readonly advertisedHost?: string | null;
  readonly advertisedPort?: number | null;
  /** How long an operation may take, 90 s by default; it goes on when the time is up. */
  readonly requestTimeoutMs?: number;
  /** How long the worker may take to prove its health, 10 s by default. */
  readonly healthTimeoutMs?: number;
  /** How long running requests may take once the server stops, 60 s by default. */
  readonly stopTimeoutMs?: number;
  readonly log: RequestLog;
}

/** The REST API of a worker. */
export interface RestServer {
  /** Where it answers on this machine, without a slash at the end. */
  readonly url: string;
  /** What the worker tells others of itself, with a slash at the end. */
  readonly advertisedUrl: string;
  /** `host:port` of the advertised URL. */
  readonly workerId: string;
  /** From now on requests reach this herder; before, `/health` says `starting` and every route answers 503. */
  attach(herder: Herder, observer: WorkerObserver): void;
  /** Closes the listeners and lets running requests end; those that come meanwhile are refused. */
  stop(): Promise<void>;
}

interface OpenListener {
  readonly app: FastifyInstance;
  readonly listener: Listener;
}

/**
 * Opens the listeners of a worker.
 * @throws ConfigError for listeners that cannot be understood or served, ConnectError (`PORT_IN_USE`,
 * `LISTENER_FAILED`) for one that cannot be opened; none is open then.
 */
export async function startRestServer(options: RestServerOptions): Promise<RestServer> {
  const { requestTimeoutMs = 90_000, healthTimeoutMs = 10_000, stopTimeoutMs = 60_000 } = options;
  const operations = new Operations({ requestTimeoutMs, healthTimeoutMs });
  const running = new RunningRequests();
  const listeners = parseListeners(options.listeners ?? ['http://:8083']);
  refuseHttps(listeners);
  const [first, ...others] = await openListeners(listeners, { operations, running, log: options.log });
  const bound = [first.listener, ...others.map(({ listener }) => listener)] as const;
  const advertised = advertisedAddress(bound, advertisedSettings(options), machineAddress());
  const apps = [first, ...others].map(({ app }) => app);
  let stopped: Promise<void> | null = null;
  return {
    url: localUrl(first.listener),
    advertisedUrl: formatAdvertisedUrl(advertised),
    workerId: formatWorkerId(advertised),
    attach: (herder, observer) => operations.attach(herder, observer),
    stop: () => {
      operations.stop();
      stopped ??= closeAll(apps, running.drained(stopTimeoutMs));
      return stopped;
    },
  };
}

/** Stops listening, and ends the connections once the requests have ended. */
async function closeAll(apps: readonly FastifyInstance[], drained: Promise<void>): Promise<void> {
  const closed = apps.map(stopListening);
  await drained;
  // Connections that are kept alive, or on which no request ever came, would hold the server open.
  for (const { server } of apps) server.closeAllConnections();
  await Promise.all(closed);
  await Promise.all(apps.map((app) => app.close()));
}

function advertisedSettings(options: RestServerOptions): AdvertisedSettings {
  const {
    advertisedProtocol: protocol = null,
    advertisedHost: host = null,
    advertisedPort: port = null,
  } = options;
  return { protocol, host, port };
}

function refuseHttps(listeners: readonly Listener[]): void {
  const encrypted = listeners.find(({ protocol }) => protocol === 'https');
  if (encrypted === undefined) return;
  throw new ConfigError(
    `Listener ${formatListener(encrypted)} cannot be served: this version serves http only`,
    {
      code: 'CONFIG_VALUE_INVALID',
      key: 'listeners',
    },
  );
}

async function openListeners(
  [first, ...others]: readonly [Listener, ...Listener[]],
  parts: FastifyAppParts,
): Promise<[OpenListener, ...OpenListener[]]> {
  const open: [OpenListener, ...OpenListener[]] = [await openListener(first, parts)];
  try {
    for (const listener of others) open.push(await openListener(listener, parts));
    return open;
  } catch (error) {
    await Promise.all(open.map(({ app }) => app.close()));
    throw error;
  }
}

async function openListener(listener: Listener, parts: FastifyAppParts): Promise<OpenListener> {
  const app = await createFastifyApp(parts);
  try {
    return { app, listener: await listen(app.server, listener) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Resolves when the last connection has ended. */
function stopListening({ server }: FastifyInstance): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  return promise;
}

/** How to reach a listener from this machine. */
function localUrl({ protocol, host, port }: Listener): string {
  const isEverywhere = host === '' || host === '0.0.0.0' || host === '::';
  return `${protocol}://${isEverywhere ? 'localhost' : formatHost(host)}:${port}`;
}
