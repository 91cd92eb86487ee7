import { ConnectError, type TaskConfig } from '@sluice/connect-api';
import type { ConnectorConfig } from '../herder.ts';

export interface TaskLimit {
  readonly connector: string;
  /** `tasks.max`. */
  readonly maxTasks: number;
  /** `tasks.max.enforce`. */
  readonly enforced: boolean;
}

/**
 * What is stored of the task configurations a connector generated: each a copy with its task class, and for sinks
 * with the connector's topics.
 */
export function storedTaskConfigs(
  generated: readonly TaskConfig[],
  taskClassName: string,
  connectorConfig: ConnectorConfig,
): TaskConfig[] {
  const added: Record<string, string> = { 'task.class': taskClassName };
  for (const key of ['topics', 'topics.regex']) {
    const value = connectorConfig[key];
    if (value !== undefined) added[key] = value;
  }
  return generated.map((config) => ({ ...config, ...added }));
}

/**
 * Refuses more tasks than the user allowed.
 * @throws ConnectError
 */
export function checkTaskCount(count: number, { connector, maxTasks, enforced }: TaskLimit): void {
  if (!enforced || count <= maxTasks) return;
  throw new ConnectError(
    `The connector ${connector} has generated ${count} tasks, which is greater than ${maxTasks}, the maximum ` +
      'number of tasks it is configured to create. This behaviour should be considered a bug and is disallowed. ' +
      "If necessary, it can be permitted by reconfiguring the connector with 'tasks.max.enforce' set to false; " +
      'however, this option will be removed in a future release of Kafka Connect.',
    { code: 'TOO_MANY_TASKS' },
  );
}

/** Whether two sets of task configurations are the same, key order aside. */
export function sameTaskConfigs(one: readonly TaskConfig[], other: readonly TaskConfig[]): boolean {
  return (
    one.length === other.length &&
    one.every((config, index) => sameConfig(config, other[index] as TaskConfig))
  );
}

function sameConfig(one: TaskConfig, other: TaskConfig): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
