import { BadRequestError } from '@sluice/connect-api';
import type { ClusterInfo } from '../cluster-info.ts';
import type { ConnectorWork } from '../work/connector-work.ts';

/** A worker that is in no cluster, as one of a cluster is described. */
export function standingAlone(
  workerId: string,
  entries: Iterable<{ readonly work: Pick<ConnectorWork, 'taskConfigs'> }>,
): ClusterInfo {
  const counts = [...entries].map(({ work }) => work.taskConfigs.length);
  const tasks = counts.reduce((sum, count) => sum + count, 0);
  return {
    groupId: null,
    protocol: null,
    generation: -1,
    isRebalancing: false,
    workers: [{ workerId, isLeader: false, connectors: counts.length, tasks }],
    rebalances: [],
  };
}

/** What only workers of a cluster ask each other is refused. */
export function refusedAlone(what: string): Promise<never> {
  const message = `Kafka Connect in standalone mode does not support ${what}.`;
  return Promise.reject(new BadRequestError(message, { code: 'NOT_IN_A_CLUSTER' }));
}
