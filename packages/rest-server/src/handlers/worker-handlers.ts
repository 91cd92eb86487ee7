import type { WorkerHealth } from '@sluice/rest-api';
import type { Herder } from '@sluice/runtime';
import { withTimeLimit } from '../server/time-limit.ts';
import type { HandlersOf } from './handler.ts';

type WorkerRoute = 'getServerInfo' | 'getHealth';

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

    async getHealth({ herder }) {
      const isAlive = await answersInTime(herder, healthTimeoutMs);
      if (!herder.isReady) return { status: 503, body: starting };
      return isAlive ? { status: 200, body: healthy } : { status: 500, body: unhealthy };
    },
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
