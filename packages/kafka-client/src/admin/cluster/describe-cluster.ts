import { describeClusterApi, errorCodes, type ResponseOf } from '@sluice/kafka-protocol';
import type { Answer } from '../../cluster/broker-links.ts';
import { refusal } from '../../errors/refusal.ts';
import { allowedOperations, type AclOperation } from '../names/operations.ts';
import { isUnsupported } from '../names/unsupported.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';

export interface BrokerDescription {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  /** `null` when it is not told where it stands. */
  readonly rack: string | null;
}

export interface ClusterDescription {
  /** `null` when the cluster has none. */
  readonly clusterId: string | null;
  /** In clusters with KRaft some broker that passes on what is for the controller; -1 when there is none. */
  readonly controllerId: number;
  readonly brokers: readonly BrokerDescription[];
  /** What the client may do in the cluster; `null` when not asked for, and where the broker cannot tell (before 2.3). */
  readonly authorizedOperations: readonly (AclOperation | 'UNKNOWN')[] | null;
}

export interface DescribeClusterOptions {
  readonly includeAuthorizedOperations?: boolean;
}

const action = 'Describe the cluster';

export function describeCluster(
  requests: AdminRequests,
  { includeAuthorizedOperations = false }: DescribeClusterOptions,
): Promise<ClusterDescription> {
  return requests.retry(action, async () => {
    try {
      const body = { includeClusterAuthorizedOperations: includeAuthorizedOperations };
      return described(await requests.ask(null, describeClusterApi, body));
    } catch (error) {
      if (isUnsupported(error)) return await fromMetadata(requests, includeAuthorizedOperations);
      throw error;
    }
  });
}

function described({ response, broker }: Answer<ResponseOf<typeof describeClusterApi>>): ClusterDescription {
  const { errorCode: code, errorMessage: detail } = response;
  if (code !== errorCodes.NONE) throw refusal({ code, action, detail, broker });
  const { clusterId, controllerId, brokers, clusterAuthorizedOperations } = response;
  return {
    clusterId: clusterId === '' ? null : clusterId,
    controllerId,
    brokers: brokers.map(({ brokerId, host, port, rack }) => ({ nodeId: brokerId, host, port, rack })),
    authorizedOperations: allowedOperations(clusterAuthorizedOperations),
  };
}

/** What brokers before 2.8 tell. */
async function fromMetadata(
  requests: AdminRequests,
  includeClusterAuthorizedOperations: boolean,
): Promise<ClusterDescription> {
  const more = includeClusterAuthorizedOperations ? { includeClusterAuthorizedOperations } : {};
  const { clusterId, controllerId, brokers, clusterAuthorizedOperations } = await requests.metadata([], more);
  return {
    clusterId,
    controllerId,
    brokers: brokers.map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack })),
    authorizedOperations: allowedOperations(clusterAuthorizedOperations),
  };
}
