import { parseConfig, type PluginLogger, type PluginMetrics, type TaskConfig } from '@sluice/connect-api';
import { connectorKeys } from '../config/keys/connector-keys.ts';
import type { Lifetime, Resolution } from '../config/providers/config-resolver.ts';
import { refuseOverrides } from '../config/overrides/refuse-overrides.ts';
import { HiddenTexts } from '../config/secrets/hidden-texts.ts';
import { secretKeysOf } from '../config/secrets/secret-keys.ts';
import { ConnectorRunner } from '../connector/connector-runner.ts';
import type { VersionChoice } from '../plugins/plugin-registry.ts';
import { connectorAdminProperties } from '../config/source-client-properties.ts';
import { OffsetReader } from '../source-task/offset-reader.ts';
import type { ReportState, TaskBody } from '../task/run-task.ts';
import type { ConnectorConfig } from '../herder/herder.ts';
import { secretTexts } from '../herder/masking/secret-mask.ts';
import { loggerNames } from '../logging/logger-names.ts';
import { digestOf, type Resolved } from '../task-host/resolved.ts';
import type { OffsetsAlteration } from '../task-host/offsets-alteration.ts';
import type { CheckFindings, SystemCheck } from '../task-host/system-check.ts';
import type { ConnectorSpec, TaskSpec } from '../task-host/task-host.ts';
import { alterOffsets } from './alter-offsets.ts';
import { checkSystem } from './check-system.ts';
import { createConnectorContext } from './connector-context.ts';
import { defaultConnector } from './default-connector.ts';
import { assembleSinkTask } from './sink-assembly.ts';
import { assembleSourceTask } from './source-assembly.ts';
import { connectorOffsetsOf, type ConnectorOffsetStore } from './source-offsets.ts';
import { guardedConnector, guardedTask } from './guarded-work.ts';
import { observedClients } from './observed-clients.ts';
import type { AssembledTaskWiring, TaskWiring, WorkFactoryParts } from './work-parts.ts';

export interface ConnectorEvents {
  readonly report: ReportState;
  readonly metrics: PluginMetrics;
  readonly requestReconfiguration: () => void;
  readonly onResolved: (resolved: Resolved) => void;
}

/** Puts connectors and tasks together from plugins, configuration and Kafka clients. */
export class WorkFactory {
  readonly #parts: WorkFactoryParts;

  constructor(parts: WorkFactoryParts) {
    this.#parts = parts;
  }

  /** @throws ConfigError when the class or its configuration is wrong, or whatever the plugin throws. */
  async createConnector(spec: ConnectorSpec, events: ConnectorEvents): Promise<ConnectorRunner> {
    const resolution = await this.#parts.resolver.resolve(spec.config);
    await this.#hideInLogs(spec.name, resolution);
    return resolution.provided.guard(() => {
      announceResolved(resolution, [], events.onResolved);
      return this.#createConnector(spec, resolution, events);
    });
  }

  /** @throws ConfigError when class, configuration or client settings are wrong, or whatever the plugin throws. */
  async createTask(spec: TaskSpec, wiring: TaskWiring): Promise<TaskBody> {
    const { resolver } = this.#parts;
    const connector = await resolver.resolve(spec.connectorConfig);
    const task = await resolver.resolve(spec.taskConfig);
    const resolved = { ...spec, connectorConfig: connector.config, taskConfig: task.config };
    const provided = connector.provided.with(task.provided);
    await this.#hideInLogs(spec.id.connector, { ...connector, provided });
    const configs = async (): Promise<TaskConfig> => (await resolver.resolve(spec.taskConfig)).config;
    const hideIn = (error: unknown): unknown => provided.hideIn(error);
    return provided.guard(async () => {
      announceResolved(connector, task.lifetimes, wiring.onResolved);
      return guardedTask(await this.#createTask(resolved, { ...wiring, configs, hideIn }), provided);
    });
  }

  /** @throws ConfigError when class or references are wrong, ConnectError when the connector objects. */
  async alterOffsets(alteration: OffsetsAlteration): Promise<boolean> {
    const { config, provided } = await this.#parts.resolver.resolve(alteration.config);
    return provided.guard(async () => {
      const plugin = await this.#parts.plugins.connector(...namedConnector(config));
      return alterOffsets(plugin, { ...alteration, config });
    });
  }

  /** @throws ConfigError when class or references are wrong. */
  async checkSystem(check: SystemCheck): Promise<CheckFindings> {
    const { plugins, resolver, log } = this.#parts;
    const { config, provided } = await resolver.resolve(check.config);
    return provided.guard(async () => {
      const plugin = await plugins.connector(...namedConnector(config));
      const secrets = provided.with(secretTexts(config, await secretKeysOf(config, plugins)));
      const own = log.child({ connector: check.name, stage: 'CHECK', logger: plugin.className });
      return checkSystem(plugin, { ...check, config }, { log: own, secrets });
    });
  }

  async #createConnector(
    spec: ConnectorSpec,
    { config, provided }: Resolution<ConnectorConfig>,
    events: ConnectorEvents,
  ): Promise<ConnectorRunner> {
    const { plugins, resolver } = this.#parts;
    const { name } = spec;
    const plugin = await plugins.connector(...namedConnector(config));
    const parsed = parseConfig(plugin.config, config);
    const fields = { connector: name, stage: 'CONNECTOR' };
    const log = this.#parts.log.child({ ...fields, logger: loggerNames.connector });
    const shutdownController = new AbortController();
    const { store, close } = this.#connectorOffsets(name, config, log);
    shutdownController.signal.addEventListener('abort', () => void close().catch(() => undefined));
    let runner: ConnectorRunner | undefined;
    const context = createConnectorContext({
      connector: name,
      log: this.#parts.log.child({ ...fields, logger: plugin.className }),
      metrics: events.metrics,
      signal: shutdownController.signal,
      configs: async () => (await resolver.resolve(spec.config)).config,
      offsetStorageReader: new OffsetReader({ connector: name, store, log }),
      requestReconfiguration: events.requestReconfiguration,
      fail: (error) => {
        // A connector that fails while it is being made cannot be made.
        if (runner === undefined) throw error;
        runner.fail(provided.hideIn(error));
      },
    });
    const made = plugin.createConnector?.(parsed, context) ?? defaultConnector(plugin.kind, config);
    const connector = guardedConnector(made, provided);
    runner = new ConnectorRunner({ name, connector, shutdownController, report: events.report, log });
    return runner;
  }

  #connectorOffsets(name: string, connector: ConnectorConfig, log: PluginLogger): ConnectorOffsetStore {
    const { config, cluster, clients, offsets: workersStore } = this.#parts;
    const worker = config.properties;
    const id = { connector: name, task: null };
    return connectorOffsetsOf({ worker, connector, id, cluster, workersStore, log }, () =>
      clients.createAdmin(connectorAdminProperties(name, { worker, connector }), log),
    );
  }

  /** What is secret of a connector is not to be seen in what it, or the worker, writes about it. */
  async #hideInLogs(connector: string, { config, provided }: Resolution<ConnectorConfig>): Promise<void> {
    const { plugins, log } = this.#parts;
    const configured = secretTexts(config, await secretKeysOf(config, plugins));
    log.desk.secrets.add(connector, provided.with(configured));
  }

  async #createTask(
    spec: TaskSpec,
    wiring: Omit<AssembledTaskWiring, 'near' | 'taskLog'>,
  ): Promise<TaskBody> {
    const { id, connectorConfig } = spec;
    const [name, choice] = namedConnector(connectorConfig);
    const { plugins } = this.#parts;
    const plugin = await plugins.connector(name, choice);
    const near = plugins.find(name, [plugin.kind], choice)?.from.location ?? null;
    refuseOverrides(plugin.kind, connectorConfig, this.#parts.config.properties);
    const taskLog = this.#parts.log.child({ connector: id.connector, task: id.task });
    const clients = observedClients(this.#parts.clients, wiring.progress);
    const parts = { ...this.#parts, clients, taskLog };
    return plugin.kind === 'source'
      ? assembleSourceTask(plugin, spec, { ...parts, ...wiring, near })
      : assembleSinkTask(plugin, spec, { ...parts, ...wiring, near });
  }
}

function namedConnector(config: ConnectorConfig): [name: string, choice: VersionChoice] {
  return [config['connector.class']?.trim() ?? '', { version: config['connector.plugin.version'] }];
}

/** Nothing is to be told of a configuration that has no references. */
function announceResolved(
  { config, lifetimes, provided }: Resolution<ConnectorConfig>,
  taskLifetimes: readonly Lifetime[],
  onResolved: (resolved: Resolved) => void,
): void {
  const all = [...lifetimes, ...taskLifetimes];
  if (provided === HiddenTexts.none && all.length === 0) return;
  const restarts = parseConfig(connectorKeys, config)['config.action.reload'] === 'restart';
  onResolved({ digest: digestOf(config), lifetimes: restarts ? all : [] });
}
