/** What users want of a connector. */
export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED';

/** What a connector or task is. */
export type InstanceState = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'RESTARTING' | 'STOPPED';

/** `unknown` when the connector's class cannot be loaded on this worker. */
export type ConnectorType = 'source' | 'sink' | 'unknown';

export interface TaskId {
  readonly connector: string;
  readonly task: number;
}

/** The text form of a task id, `<connector>-<number>`. */
export function formatTaskId(id: TaskId): string {
  return `${id.connector}-${id.task}`;
}
