import type { SourceConnector, SourceConnectorContext, TaskConfig } from '@sluice/connect-api';
import { shareCountKey } from './config.ts';

/** Divides the files over all the tasks that there may be; each task finds those of its share itself. */
export class LogConnector implements SourceConnector {
  readonly #context: SourceConnectorContext;

  constructor(context: SourceConnectorContext) {
    this.#context = context;
  }

  async taskConfigs(maxTasks: number): Promise<TaskConfig[]> {
    const config = await this.#context.configs();
    return Array.from({ length: maxTasks }, () => ({ ...config, [shareCountKey]: String(maxTasks) }));
  }
}
