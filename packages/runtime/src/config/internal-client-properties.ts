import type { ClientProperties } from './client-properties.ts';

/** What workers keep in topics. */
export type InternalStore = 'offsets' | 'configs' | 'statuses';

/**
 * What the clients of an internal topic are configured with: the worker's own settings, without a prefix, but for what
 * must not be different.
 */
export interface InternalClientProperties {
  readonly producer: ClientProperties;
  readonly consumer: ClientProperties;
}

type Properties = Readonly<Record<string, string>>;

/** Statuses are sent again by their store, which knows whether they still hold. */
const producerPatience: Readonly<Record<InternalStore, Properties>> = {
  offsets: { 'delivery.timeout.ms': '2147483647' },
  configs: { 'delivery.timeout.ms': '2147483647' },
  statuses: { retries: '0' },
};

export function internalClientProperties(worker: Properties, store: InternalStore): InternalClientProperties {
  const { 'group.id': _, ...own } = worker;
  const clientId = `${internalClientBase(worker)}${store}`;
  const readsCommitted = store !== 'statuses' && exactlyOnceSupportOf(worker) === 'enabled';
  return {
    producer: {
      ...own,
      'client.id': clientId,
      'enable.idempotence': 'false',
      acks: 'all',
      'max.in.flight.requests.per.connection': '1',
      ...producerPatience[store],
    },
    consumer: {
      ...own,
      'client.id': clientId,
      'enable.auto.commit': 'false',
      'auto.offset.reset': 'earliest',
      ...(readsCommitted ? { 'isolation.level': 'read_committed' } : {}),
    },
  };
}

/**
 * What the producer is configured with that writes configurations where only the leader may (KIP-618); `null` where every
 * worker that takes itself for the leader may.
 */
export function leaderProducerProperties(worker: Properties): ClientProperties | null {
  if (exactlyOnceSupportOf(worker) === 'disabled') return null;
  const { 'group.id': groupId, ...own } = worker;
  return {
    ...own,
    'client.id': `${internalClientBase(worker)}configs-leader`,
    'transactional.id': `connect-cluster-${groupId}`,
    'enable.idempotence': 'true',
    acks: 'all',
    'max.in.flight.requests.per.connection': '5',
    'delivery.timeout.ms': '2147483647',
  };
}

/** What the admin client that a worker's internal topics share is configured with. */
export function internalAdminProperties(worker: Properties): ClientProperties {
  return { ...worker, 'client.id': `${internalClientBase(worker)}shared-admin` };
}

/** How far a worker has come on the way to exactly-once delivery of sources. */
export type ExactlyOnceSourceSupport = 'disabled' | 'preparing' | 'enabled';

/** `exactly.once.source.support`. */
export function exactlyOnceSupportOf(worker: Properties): ExactlyOnceSourceSupport {
  const value = worker['exactly.once.source.support']?.trim().toLowerCase();
  return value === 'preparing' || value === 'enabled' ? value : 'disabled';
}

/** What the names of a worker's clients begin with. */
function internalClientBase({ 'group.id': groupId = 'connect', 'client.id': clientId }: Properties): string {
  return clientId === undefined || clientId === '' ? `${groupId}-` : `${groupId}-${clientId}-`;
}
