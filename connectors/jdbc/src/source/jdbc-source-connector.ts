import type { SourceConnector, SourceConnectorContext, TaskConfig } from '@sluice/connect-api';
import type { SourceSettings } from './config/source-settings.ts';
import { TableMonitor } from './table-monitor.ts';
import { divide } from './tables/divide-tables.ts';
import { formatTableNames } from './tables/table-names.ts';

/** Divides the tables over the tasks, again whenever some come or go. A query has one task. */
export class JdbcSourceConnector implements SourceConnector {
  readonly #settingsOf: (properties: TaskConfig) => SourceSettings;
  readonly #context: SourceConnectorContext;
  #monitor: TableMonitor | null = null;

  /** @param settingsOf - given the configuration as it was written. */
  constructor(settingsOf: (properties: TaskConfig) => SourceSettings, context: SourceConnectorContext) {
    this.#settingsOf = settingsOf;
    this.#context = context;
  }

  async start(): Promise<void> {
    const settings = this.#settingsOf(await this.#context.configs());
    if (settings.query !== null) return;
    const { signal, log } = this.#context;
    this.#monitor = new TableMonitor({
      settings,
      signal,
      log,
      changed: () => this.#context.requestTaskReconfiguration(),
    });
    await this.#monitor.start();
  }

  async taskConfigs(maxTasks: number): Promise<readonly TaskConfig[]> {
    const config = await this.#context.configs();
    const { dialect, tables } = this.#monitor ?? { dialect: null, tables: [] };
    if (dialect === null) return [{ ...config, tables: '' }];
    return divide(tables, maxTasks).map((some) => ({ ...config, tables: formatTableNames(dialect, some) }));
  }

  async stop(): Promise<void> {
    await this.#monitor?.stop();
  }
}
