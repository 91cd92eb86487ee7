import { ConnectError } from '@sluice/connect-api';

/** How many tasks a connector may make. */
export interface TaskLimit {
  /** `tasks.max`. */
  readonly maxTasks: number;
  /** `tasks.max.enforce`. */
  readonly enforced: boolean;
}

/**
 * Refuses more tasks than the user allowed.
 * @throws ConnectError
 */
export function checkTaskCount(connector: string, count: number, { maxTasks, enforced }: TaskLimit): void {
  if (!enforced || count <= maxTasks) return;
  throw new ConnectError(
    `The connector ${connector} has generated ${count} tasks, which is greater than ${maxTasks}, the maximum ` +
      'number of tasks it is configured to create. This behaviour should be considered a bug and is disallowed. ' +
      "If necessary, it can be permitted by reconfiguring the connector with 'tasks.max.enforce' set to false; " +
      'however, this option will be removed in a future release of Kafka Connect.',
    { code: 'TOO_MANY_TASKS' },
  );
}
