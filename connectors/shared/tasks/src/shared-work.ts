import { hash } from 'node:crypto';
import type { SourceConnector, SourceConnectorContext, TaskConfig } from '@sluice/connect-api';

/** In the configuration of a task: among how many tasks the work is divided. */
const shareCountKey = 'task.share.count';

/** Which part of all work is that of a task. */
export interface Share {
  readonly index: number;
  readonly count: number;
}

/** Divides work over all the tasks that there may be: each finds the work itself, and takes what is of its share. */
export class SharedWork implements SourceConnector {
  readonly #context: SourceConnectorContext;

  constructor(context: SourceConnectorContext) {
    this.#context = context;
  }

  async taskConfigs(maxTasks: number): Promise<TaskConfig[]> {
    const config = await this.#context.configs();
    return Array.from({ length: maxTasks }, () => ({ ...config, [shareCountKey]: String(maxTasks) }));
  }
}

/** The share of a task of {@link SharedWork}; everything where its configuration comes from elsewhere. */
export function shareOf(task: number, config: TaskConfig): Share {
  return { index: task, count: Number(config[shareCountKey] ?? 1) };
}

/** A piece of work has the same task for ever, as long as there are as many tasks. */
export function isInShare(name: string, { index, count }: Share): boolean {
  return Number.parseInt(hash('sha1', name, 'hex').slice(0, 8), 16) % count === index;
}
