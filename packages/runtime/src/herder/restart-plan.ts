import type { ConnectorStatus, RestartRequest } from './herder.ts';

/** What a restart request comes down to, and how the connector looks while it is carried out. */
export interface RestartPlan {
  readonly restartConnector: boolean;
  /** Numbers of the tasks to restart. */
  readonly tasks: readonly number[];
  readonly status: ConnectorStatus;
}

/** Decides what to restart; the status shows it as RESTARTING. */
export function planRestart(
  { includeTasks, onlyFailed }: RestartRequest,
  status: ConnectorStatus,
): RestartPlan {
  const due = (state: string): boolean => !onlyFailed || state === 'FAILED';
  const restartConnector = due(status.connector.state);
  const tasks = includeTasks ? status.tasks.filter(({ state }) => due(state)).map(({ id }) => id) : [];
  return {
    restartConnector,
    tasks,
    status: {
      ...status,
      connector: restartConnector ? { ...status.connector, state: 'RESTARTING' } : status.connector,
      tasks: status.tasks.map((task) => (tasks.includes(task.id) ? { ...task, state: 'RESTARTING' } : task)),
    },
  };
}
