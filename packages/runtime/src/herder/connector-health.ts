import type { Watchdog } from '../health/watchdog.ts';
import type { RestartOutlook, Restarts } from '../restart/restarts.ts';
import type { ConnectorHealth, InstanceHealth, TaskStatus } from './herder.ts';
import type { ConnectorDefinition } from './work/connector-instance.ts';

export interface HealthParts {
  readonly restarts: Restarts;
  readonly watchdog: Watchdog;
  readonly statuses: readonly TaskStatus[];
}

/** How a connector of this worker and its tasks are beside their states. */
export function connectorHealth(
  { name: connector, restart }: Pick<ConnectorDefinition, 'name' | 'restart'>,
  { restarts, watchdog, statuses }: HealthParts,
): ConnectorHealth {
  const outlook = (part: 'connector' | 'division' | number): RestartOutlook =>
    restarts.outlook({ connector, part }, restart);
  const taskHealth = ({ id: task, state }: TaskStatus): InstanceHealth => ({
    restart: outlook(task),
    // Of a task that does not run its state says enough.
    progress: state === 'RUNNING' ? watchdog.verdict({ connector, task }) : null,
  });
  const division = outlook('division');
  return {
    connector: { restart: outlook('connector'), progress: null },
    division: division.phase === 'calm' ? null : division,
    tasks: new Map(statuses.map((status) => [status.id, taskHealth(status)])),
  };
}
