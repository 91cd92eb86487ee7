import { errorCodes, findCoordinatorApi, type ResponseOf } from '@sluice/kafka-protocol';
import { refusal } from '../errors/refusal.ts';
import type { BrokerLink } from '../connection/broker-link.ts';
import type { Cluster } from './cluster.ts';

interface Found {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/** The link to the broker that coordinates a group. Rejects with a KafkaError, retriable while there is none. */
export async function findGroupCoordinator(cluster: Cluster, groupId: string): Promise<BrokerLink> {
  const response = await cluster.links.requestAny(findCoordinatorApi, (version) =>
    version < 4 ? { key: groupId } : { coordinatorKeys: [groupId] },
  );
  const found = coordinatorOf(response);
  const action = `Find the coordinator of group ${groupId}`;
  if (found.errorCode !== errorCodes.NONE) {
    throw refusal({ code: found.errorCode, action, detail: found.errorMessage });
  }
  cluster.links.learn([found]);
  const link = cluster.links.link(found.nodeId, 'group');
  if (link === undefined) throw refusal({ code: errorCodes.COORDINATOR_NOT_AVAILABLE, action });
  return link;
}

function coordinatorOf(response: ResponseOf<typeof findCoordinatorApi>): Found {
  return response.coordinators[0] ?? response;
}
