import { apiHandlers } from './apis/handlers.ts';
import type { Broker } from './broker.ts';
import {
  defaultSettings,
  type BrokerFaults,
  type DevBroker,
  type DevBrokerOptions,
  type DevBrokerSettings,
} from './dev-broker-options.ts';
import { Listener } from './network/listener.ts';
import { tlsOptionsOf } from './network/tls-options.ts';
import { openBroker } from './open-broker.ts';
import { createDispatch } from './requests/dispatch.ts';
import { SaslSession } from './sasl/sasl-session.ts';
import { allMechanisms } from './sasl/user-directory.ts';

/**
 * Starts a Kafka of one node in this process, for trying, development and tests. Rejects with what to do about it where
 * the port is taken, or where the folder is in use, of a newer format or damaged.
 */
export async function startDevBroker(options: DevBrokerOptions = {}): Promise<DevBroker> {
  const started = new AsyncDisposableStack();
  try {
    return await start({ ...defaultSettings, ...options }, started);
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

/** Whatever has to be ended with the broker is added to `started`, in the order of its beginning. */
async function start(settings: DevBrokerSettings, started: AsyncDisposableStack): Promise<DevBroker> {
  const broker = await openBroker(settings, started);
  const listener = await listen(broker, settings);
  started.defer(async () => {
    // Connections first: what waits in groups is for them, and must not come again.
    broker.faults.clear();
    const closed = listener.close();
    broker.groups.close();
    await closed;
  });
  startHousekeeping(broker, settings, started);
  const { host, dataDir, log } = settings;
  const { port } = listener;
  log.info({ host, port, dataDir }, 'the dev broker is ready');
  let stopping: Promise<void> | null = null;
  return {
    host,
    port,
    bootstrapServers: `${reachableHost(host)}:${port}`,
    clusterId: broker.clusterId,
    faults: faultsOf(broker, listener),
    keepHouse: () => keepHouse(broker),
    stop: () => (stopping ??= started.disposeAsync()),
  };
}

function listen(broker: Broker, { host, port, tls, sasl, log }: DevBrokerSettings): Promise<Listener> {
  const mechanisms = sasl?.mechanisms ?? allMechanisms;
  return Listener.open({
    host,
    port,
    tls: tls === null ? null : tlsOptionsOf(tls),
    newSasl: () => (sasl === null ? null : new SaslSession(broker.users, mechanisms)),
    dispatch: createDispatch(broker, apiHandlers),
    log,
  });
}

function faultsOf({ faults, groups }: Broker, listener: Listener): BrokerFaults {
  return {
    add: (rule) => faults.add(rule),
    clear: () => faults.clear(),
    freeze: () => faults.freeze(),
    thaw: () => faults.thaw(),
    moveCoordinator: (kind, key) => faults.moveCoordinator(kind, key),
    closeConnections: () => listener.closeConnections(),
    expireGroup: (groupId) => groups.find(groupId)?.expireMembers(),
  };
}

async function keepHouse({ topics, groups, transactions }: Broker): Promise<void> {
  await Promise.all([topics.keepHouse(), groups.removeExpired(), transactions.removeExpired()]);
}

function startHousekeeping(
  broker: Broker,
  { housekeepingIntervalMs, log }: DevBrokerSettings,
  started: AsyncDisposableStack,
): void {
  const interval = setInterval(() => {
    keepHouse(broker).catch((error: unknown) =>
      log.error({ reason: String(error) }, 'old data could not be removed'),
    );
  }, housekeepingIntervalMs);
  interval.unref();
  started.defer(() => clearInterval(interval));
}

function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
