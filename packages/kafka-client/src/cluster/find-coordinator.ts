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

/** Finds the node that coordinates what has this key. Rejects with a KafkaError, retriable while there is none. */
export type FindCoordinator = (cluster: Cluster, key: string) => Promise<number>;

/** The node that coordinates a group; its address is known from then on. */
export const findGroupCoordinator: FindCoordinator = (cluster, groupId) =>
  find(cluster, { key: groupId, keyType: 0, name: `group ${groupId}` });

/** The node that coordinates the transactions of a transactional id; its address is known from then on. */
export const findTransactionCoordinator: FindCoordinator = (cluster, transactionalId) =>
  find(cluster, { key: transactionalId, keyType: 1, name: `transactional.id=${transactionalId}` });

interface Sought {
  readonly key: string;
  readonly keyType: number;
  readonly name: string;
}

async function find(cluster: Cluster, { key, keyType, name }: Sought): Promise<number> {
  const response = await cluster.links.requestAny(findCoordinatorApi, (version) =>
    version < 4 ? { key, keyType } : { coordinatorKeys: [key], keyType },
  );
  const found = coordinatorOf(response);
  if (found.errorCode !== errorCodes.NONE) {
    const action = `Find the coordinator of ${name}`;
    throw refusal({ code: found.errorCode, action, detail: found.errorMessage });
  }
  cluster.links.learn([found]);
  return found.nodeId;
}

function coordinatorOf(response: ResponseOf<typeof findCoordinatorApi>): Found {
  return response.coordinators[0] ?? response;
}
