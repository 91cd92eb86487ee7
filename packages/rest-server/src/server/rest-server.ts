import type { Herder, HeaderRule, WorkerObserver } from '@sluice/runtime';
import type { FastifyInstance } from 'fastify';
import { guardBy } from '../app/extension-requests.ts';
import { createFastifyApp, type FastifyAppParts } from '../app/fastify-app.ts';
import type { RequestLog } from '../app/request-log.ts';
import { RunningRequests } from '../app/running-requests.ts';
import { ClusterView } from '../extensions/cluster-view.ts';
import { ExtensionSet, type ExtensionMaker } from '../extensions/extension-set.ts';
import { crossOrigin, type CrossOriginSettings } from '../http/cross-origin.ts';
import {
  advertisedAddress,
  formatAdvertisedUrl,
  formatWorkerId,
  type AdvertisedSettings,
} from '../listeners/advertised-address.ts';
import { httpsOptions, refuseBadCertificates, type ListenerTls } from '../listeners/https-server.ts';
import { listen } from '../listeners/listen.ts';
import { formatHost, type Listener, type ListenerProtocol } from '../listeners/listener.ts';
import { planListeners, type ListenerPlan, type PlannedListener } from '../listeners/listener-plan.ts';
import { machineAddress } from '../listeners/machine-address.ts';
import { Operations } from './operations.ts';

export interface RestServerOptions {
  /** `http://host:port` or `https://…`, `http://:8083` by default; an empty host is all interfaces, port 0 any free one. */
  readonly listeners?: readonly string[];
  /** Where the routes of administrators are; `null`, the default, where the others are, an empty list nowhere. */
  readonly adminListeners?: readonly string[] | null;
  /** For listeners that speak HTTPS. */
  readonly tls?: ListenerTls | null;
  /** For listeners of administrators that speak HTTPS. */
  readonly adminTls?: ListenerTls | null;
  readonly advertisedProtocol?: ListenerProtocol | null;
  readonly advertisedHost?: string | null;
  readonly advertisedPort?: number | null;
  /** Which pages of other origins may read answers; none by default. */
  readonly crossOrigin?: CrossOriginSettings;
  /** Headers that answers get beside the usual. */
  readonly headerRules?: readonly HeaderRule[];
  /** What guards or extends the regular listeners, in the order in which they are asked. */
  readonly extensions?: readonly ExtensionMaker[];
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
  /** Where the routes of administrators alone answer; `null` where they are with the others, or nowhere. */
  readonly adminUrl: string | null;
  /** What the worker tells others of itself, with a slash at the end. */
  readonly advertisedUrl: string;
  /** `host:port` of the advertised URL. */
  readonly workerId: string;
  /** From now on requests reach this herder; before, `/health` says `starting` and every route answers 503. */
  attach(herder: Herder, observer: WorkerObserver): void;
  /** Closes the listeners and lets running requests end; those that come meanwhile are refused. */
  stop(): Promise<void>;
}

interface OpenListener extends PlannedListener {
  readonly app: FastifyInstance;
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
  const plan = planListeners(options.listeners ?? ['http://:8083'], options.adminListeners ?? null);
  const cluster = new ClusterView(requestTimeoutMs);
  const extensions = await ExtensionSet.create(options.extensions ?? [], cluster);
  const parts = appParts(options, { operations, running, extensions });
  const [first, ...others] = await openListeners(plan, parts).catch(async (error: unknown) => {
    await extensions.close();
    throw error;
  });
  const regular = others.filter(({ isAdmin }) => !isAdmin).map(({ listener }) => listener);
  const advertised = advertisedAddress(
    [first.listener, ...regular],
    advertisedSettings(options),
    machineAddress(),
  );
  const apps = [first, ...others].map(({ app }) => app);
  const admin = others.find(({ isAdmin }) => isAdmin);
  let stopped: Promise<void> | null = null;
  return {
    url: localUrl(first.listener),
    adminUrl: admin === undefined ? null : localUrl(admin.listener),
    advertisedUrl: formatAdvertisedUrl(advertised),
    workerId: formatWorkerId(advertised),
    attach: (herder, observer) => {
      cluster.attach(herder);
      operations.attach(herder, observer);
    },
    stop: () => {
      operations.stop();
      stopped ??= closeAll(apps, running.drained(stopTimeoutMs)).then(() => extensions.close());
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

/** What differs between the listeners of a kind. */
type KindParts = Omit<FastifyAppParts, 'routeNames' | 'https'> & { readonly tls: ListenerTls | null };

interface KindsOfParts {
  readonly regular: KindParts;
  readonly admin: KindParts;
}

type SharedParts = Pick<FastifyAppParts, 'operations' | 'running'> & { readonly extensions: ExtensionSet };

function appParts(options: RestServerOptions, { extensions, ...served }: SharedParts): KindsOfParts {
  const { log, tls = null, adminTls = null, headerRules = [] } = options;
  const origins = crossOrigin(options.crossOrigin ?? { origins: '', methods: '' });
  const shared = { ...served, log };
  return {
    regular: {
      ...shared,
      tls,
      headers: { crossOrigin: origins, rules: headerRules },
      guard: guardBy(extensions),
      extensionRoutes: extensions.routes,
    },
    admin: {
      ...shared,
      tls: adminTls,
      headers: { crossOrigin: null, rules: [] },
      guard: null,
      extensionRoutes: [],
    },
  };
}

async function openListeners(
  [first, ...others]: ListenerPlan,
  parts: KindsOfParts,
): Promise<[OpenListener, ...OpenListener[]]> {
  const open: [OpenListener, ...OpenListener[]] = [await openListener(first, parts)];
  try {
    for (const planned of others) open.push(await openListener(planned, parts));
    return open;
  } catch (error) {
    await Promise.all(open.map(({ app }) => app.close()));
    throw error;
  }
}

async function openListener(planned: PlannedListener, kinds: KindsOfParts): Promise<OpenListener> {
  const { listener, isAdmin, routeNames } = planned;
  const { tls, ...parts } = isAdmin ? kinds.admin : kinds.regular;
  const prefix = isAdmin ? 'admin.listeners.https.' : 'listeners.https.';
  const https = listener.protocol === 'https' ? httpsOptions(listener, tls, prefix) : null;
  const app = await createFastifyApp({ ...parts, https, routeNames });
  if (tls?.clientAuth === 'requested' && https !== null) refuseBadCertificates(app);
  try {
    return { ...planned, app, listener: await listen(app.server, listener) };
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
