import { ConnectError } from '@sluice/connect-api';
import { formatTaskId, type TaskId } from '../../../states.ts';
import type { ConfigStore } from '../../../stores/config/config-store.ts';
import type { TaskFencing } from '../../../task/task-fencing.ts';

export interface TaskFencesParts {
  readonly config: Pick<ConfigStore, 'snapshot' | 'readToEnd'>;
  /** Has the leader keep earlier tasks of a connector from writing. */
  readonly fence: (connector: string) => Promise<void>;
  readonly isAssigned: (id: TaskId) => boolean;
  /** `worker.sync.timeout.ms` */
  readonly syncTimeoutMs: number;
}

/** What a task that is started now has to wait for before it may write (KIP-618). */
export function taskFence(id: TaskId, parts: TaskFencesParts): TaskFencing {
  const { config, fence, isAssigned, syncTimeoutMs } = parts;
  const generation = config.snapshot.taskGeneration(id.connector);
  return {
    beforeProducer: () => fence(id.connector),
    afterProducer: async () => {
      await config.readToEnd(syncTimeoutMs);
      const refusal = `Cannot start source task ${formatTaskId(id)}`;
      if (config.snapshot.taskGeneration(id.connector) !== generation) {
        throw outdated(
          `${refusal} with exactly-once support as the connector has already generated a new set of task configs`,
        );
      }
      if (!isAssigned(id)) throw outdated(`${refusal} as it has already been revoked from this worker`);
    },
  };
}

function outdated(message: string): ConnectError {
  return new ConnectError(message, { code: 'TASK_START_FAILED' });
}
