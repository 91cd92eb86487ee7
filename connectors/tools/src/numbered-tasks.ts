import type { ConnectorContext, SinkConnector, SourceConnector, TaskConfig } from '@sluice/connect-api';

/** Has as many tasks as allowed, each with the connector's configuration and its own number as `id`. */
export class NumberedTasks implements SourceConnector, SinkConnector {
  readonly #context: ConnectorContext;

  constructor(context: ConnectorContext) {
    this.#context = context;
  }

  async taskConfigs(maxTasks: number): Promise<TaskConfig[]> {
    const config = await this.#context.configs();
    return Array.from({ length: maxTasks }, (_none, id) => ({ ...config, id: String(id) }));
  }
}
