import { errorCodes, findCoordinatorApi, type ResponseOf } from '@sluice/kafka-protocol';
import { refusal } from '../errors/refusal.ts';
import type { Cluster } from './cluster.ts';

interface Found {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/** The node that coordinates a group; its address is known from then on. Rejects with a KafkaError, retriable while there is none. */
export async function findGroupCoordinator(cluster: Cluster, groupId: string): Promise<number> {
  const response = await cluster.links.requestAny(findCoordinatorApi, (version) =>
    version < 4 ? { key: groupId } : { coordinatorKeys: [groupId] },
  );
  const found = coordinatorOf(response);
  if (found.errorCode !== errorCodes.NONE) {
    const action = `Find the coordinator of group ${groupId}`;
    throw refusal({ code: found.errorCode, action, detail: found.errorMessage });
  }
  cluster.links.learn([found]);
  return found.nodeId;
}

function coordinatorOf(response: ResponseOf<typeof findCoordinatorApi>): Found {
  return response.coordinators[0] ?? response;
}
