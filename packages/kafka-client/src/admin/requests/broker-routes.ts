import type { BrokerEndpoint } from '../../cluster/broker-links.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import { formatAddress } from '../../settings/bootstrap-servers.ts';
import type { AdminRequests } from './admin-requests.ts';
import type { Placement, Route } from './bulk-call.ts';

/** The controller. Any broker passes on what is for it (KIP-590); clusters with ZooKeeper insist on the right one. */
export function controllerRoute(requests: AdminRequests): Route {
  return async (keys) => {
    const { controllerId } = await requests.metadata([]);
    return [{ link: requests.link(controllerId) ?? null, keys }];
  };
}

/** For each thing the broker of its own, where it has one; else whichever broker answers. */
export function ownBrokerRoute(requests: AdminRequests, brokerOf: (key: string) => number | null): Route {
  return async (keys, fail) => {
    const groups = Map.groupBy(keys, brokerOf);
    const isNeeded = [...groups.keys()].some((nodeId) => nodeId !== null);
    const { brokers } = isNeeded ? await requests.metadata([]) : { brokers: [] };
    const live = new Set(brokers.map(({ nodeId }) => nodeId));
    return [...groups].flatMap(([nodeId, own]): Placement[] => {
      const link = nodeId === null || !live.has(nodeId) ? undefined : requests.link(nodeId);
      if (nodeId === null || link !== undefined) return [{ link: link ?? null, keys: own }];
      for (const key of own) fail(key, noSuchBroker(nodeId, brokers));
      return [];
    });
  };
}

function noSuchBroker(nodeId: number, live: readonly BrokerEndpoint[]): KafkaError {
  const known = live
    .toSorted((left, right) => left.nodeId - right.nodeId)
    .map((broker) => `${broker.nodeId} (${formatAddress(broker)})`);
  const message = `There is no broker ${nodeId} now; there are ${known.join(', ')}`;
  return new KafkaError('BROKER_NOT_AVAILABLE', message);
}
