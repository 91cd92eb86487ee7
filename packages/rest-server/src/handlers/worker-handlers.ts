import type { ClusterInfo as ClusterBody, WorkerHealth } from '@sluice/rest-api';
import type { ClusterInfo, Herder } from '@sluice/runtime';
import { withTimeLimit } from '../server/time-limit.ts';
import type { HandlersOf } from './handler.ts';

type WorkerRoute = 'getServerInfo' | 'getHealth' | 'getCluster';

const healthy: WorkerHealth = {
  status: 'healthy',
  message: 'Worker has completed startup and is ready to handle requests.',
};
const unhealthy: WorkerHealth = {
  status: 'unhealthy',
  message: 'Worker was unable to handle this request and may be unable to handle other requests.',
};

export const starting: WorkerHealth = { status: 'starting', message: 'Worker is still starting up.' };

export function workerHandlers(healthTimeoutMs: number): HandlersOf<WorkerRoute> {
  return {
    async getServerInfo({ herder }) {
      const { version, commit, kafkaClusterId } = herder.serverInfo();
      return Promise.resolve({ status: 200, body: { version, commit, kafka_cluster_id: kafkaClusterId } });
    },

    async getCluster({ herder }) {
      return { status: 200, body: clusterBody(await herder.clusterInfo()) };
    },

    async getHealth({ herder }) {
      const isAlive = await answersInTime(herder, healthTimeoutMs);
      if (!herder.isReady) return { status: 503, body: during(starting, herder.stage) };
      return isAlive
        ? { status: 200, body: healthy }
        : { status: 500, body: during(unhealthy, herder.stage) };
    },
  };
}

function during({ status, message }: WorkerHealth, stage: string | null): WorkerHealth {
  return { status, message: stage === null ? message : `${message} ${stage}` };
}

function clusterBody(info: ClusterInfo): ClusterBody {
  return {
    group_id: info.groupId,
    protocol: info.protocol,
    generation: info.generation,
    is_rebalancing: info.isRebalancing,
    workers: info.workers.map(({ workerId, isLeader, connectors, tasks }) => {
      return { worker_id: workerId, is_leader: isLeader, connectors, tasks };
    }),
    rebalances: info.rebalances.map((past) => ({
      at_ms: past.atMs,
      generation: past.generation,
      duration_ms: past.durationMs,
      reasons: past.reasons,
      stopped: past.stopped,
      delay_ms: past.delayMs,
    })),
  };
}

async function answersInTime(herder: Herder, timeoutMs: number): Promise<boolean> {
  try {
    await withTimeLimit(herder.ping(), timeoutMs);
    return true;
  } catch {
    return false;
  }
}
