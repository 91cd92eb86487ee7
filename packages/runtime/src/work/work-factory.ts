import { parseConfig } from '@sluice/connect-api';
import { ConnectorRunner } from '../connector/connector-runner.ts';
import { OffsetReader } from '../source-task/offset-reader.ts';
import type { ReportState, TaskBody } from '../task/run-task.ts';
import type { ConnectorSpec, TaskSpec } from '../task-host/task-host.ts';
import { createConnectorContext } from './connector-context.ts';
import { defaultConnector } from './default-connector.ts';
import { assembleSinkTask } from './sink-assembly.ts';
import { assembleSourceTask } from './source-assembly.ts';
import type { TaskWiring, WorkFactoryParts } from './work-parts.ts';

export interface ConnectorEvents {
  readonly report: ReportState;
  readonly requestReconfiguration: () => void;
}

/** Puts connectors and tasks together from plugins, configuration and Kafka clients. */
export class WorkFactory {
  readonly #parts: WorkFactoryParts;

  constructor(parts: WorkFactoryParts) {
    this.#parts = parts;
  }

  /** @throws ConfigError when the class or its configuration is wrong, or whatever the plugin throws. */
  async createConnector({ name, config }: ConnectorSpec, events: ConnectorEvents): Promise<ConnectorRunner> {
    const { plugins, offsets } = this.#parts;
    const plugin = await plugins.connector(config['connector.class'] ?? '');
    const parsed = parseConfig(plugin.config, config);
    const log = this.#parts.log.child({ connector: name });
    const shutdownController = new AbortController();
    let runner: ConnectorRunner | undefined;
    const context = createConnectorContext({
      connector: name,
      log,
      signal: shutdownController.signal,
      offsetStorageReader: new OffsetReader({ connector: name, store: offsets, log }),
      requestReconfiguration: events.requestReconfiguration,
      fail: (error) => {
        // A connector that fails while it is being made cannot be made.
        if (runner === undefined) throw error;
        runner.fail(error);
      },
    });
    const connector = plugin.createConnector?.(parsed, context) ?? defaultConnector(plugin.kind, config);
    runner = new ConnectorRunner({ name, connector, shutdownController, report: events.report, log });
    return runner;
  }

  /** @throws ConfigError when class, configuration or client settings are wrong, or whatever the plugin throws. */
  async createTask(spec: TaskSpec, wiring: TaskWiring): Promise<TaskBody> {
    const { id, connectorConfig } = spec;
    const plugin = await this.#parts.plugins.connector(connectorConfig['connector.class'] ?? '');
    const parts = { ...this.#parts, log: this.#parts.log.child({ connector: id.connector, task: id.task }) };
    return plugin.kind === 'source'
      ? assembleSourceTask(plugin, spec, { ...parts, ...wiring })
      : assembleSinkTask(plugin, spec, { ...parts, ...wiring });
  }
}
