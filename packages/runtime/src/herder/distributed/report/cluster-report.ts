import type { WorkOwners } from '../../../group/assignors/work-owners.ts';
import type { StatusStore } from '../../../stores/status/status-store.ts';
import type { ClusterInfo, ClusterWorker } from '../../cluster-info.ts';
import type { DistributedWorker } from '../distributed-worker.ts';
import { workerIdOf } from '../worker-id.ts';

/** The cluster as a worker sees it: the leader knows what it divided, the others what was told. */
export function clusterInfoOf({ parts, place, rebalances }: DistributedWorker): ClusterInfo {
  const { owners, leaderUrl } = place;
  return {
    groupId: parts.settings.groupId,
    protocol: place.protocol?.name ?? null,
    generation: place.generation,
    isRebalancing: !place.isSettled,
    workers:
      owners === null
        ? workersByStatus(parts.stores.status, leaderUrl)
        : workersByDivision(owners, leaderUrl),
    rebalances: rebalances.past,
  };
}

/** What the leader has given to each worker. */
function workersByDivision(owners: WorkOwners, leaderUrl: string | null): ClusterWorker[] {
  return owners.loads.map(({ url, connectors, tasks }) => {
    return { workerId: workerIdOf(url), isLeader: url === leaderUrl, connectors, tasks };
  });
}

/** What workers themselves have told of what they do; one that does nothing is not among them, but for the leader. */
function workersByStatus(
  status: Pick<StatusStore, 'connectors' | 'connector' | 'tasks'>,
  leaderUrl: string | null,
): ClusterWorker[] {
  const leader = leaderUrl === null ? null : workerIdOf(leaderUrl);
  const loads = new Map<string, { connectors: number; tasks: number }>();
  const loadOf = (workerId: string): { connectors: number; tasks: number } => {
    const known = loads.get(workerId) ?? { connectors: 0, tasks: 0 };
    loads.set(workerId, known);
    return known;
  };
  if (leader !== null) loadOf(leader);
  for (const name of status.connectors()) {
    const connector = status.connector(name);
    if (connector !== null && connector.state !== 'UNASSIGNED') loadOf(connector.workerId).connectors++;
    for (const { state, workerId } of status.tasks(name).values()) {
      if (state !== 'UNASSIGNED') loadOf(workerId).tasks++;
    }
  }
  return [...loads].map(([workerId, load]) => ({ workerId, isLeader: workerId === leader, ...load }));
}
