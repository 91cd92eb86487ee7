import type { SourceConnector, SourceConnectorContext, TaskConfig } from '@sluice/connect-api';
import { shareCountKey } from './config.ts';

/** Divides the targets over all tasks that there may be: each looks them up itself, and takes those of its share. */
export class SharedTargets implements SourceConnector {
  readonly #context: SourceConnectorContext;

  constructor(context: SourceConnectorContext) {
    this.#context = context;
  }

  async taskConfigs(maxTasks: number): Promise<TaskConfig[]> {
    const config = await this.#context.configs();
    return Array.from({ length: maxTasks }, () => ({ ...config, [shareCountKey]: String(maxTasks) }));
  }
}
