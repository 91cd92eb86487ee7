import type { ConfigProvider } from '@sluice/connect-api';
import { ConfigResolver } from '../src/config/providers/config-resolver.ts';
import { ConnectorValidator } from '../src/config/connector-validator.ts';
import { parseWorkerConfig } from '../src/config/worker-config.ts';
import type { ConnectorStatus, PutConnectorRequest, PutConnectorResult } from '../src/herder/herder.ts';
import { ConnectorOffsets } from '../src/herder/offsets/connector-offsets.ts';
import { openOffsets } from '../src/herder/offsets/open-offsets.ts';
import { StandaloneHerder } from '../src/herder/standalone/standalone-herder.ts';
import { createWorkerLog } from '../src/logging/worker-log.ts';
import { PluginRegistry } from '../src/plugins/plugin-registry.ts';
import { MemoryOffsetStore } from '../src/stores/memory-offset-store.ts';
import { LocalHost } from '../src/task-host/local-host.ts';
import { MemoryActiveTopics } from '../src/topics-in-use/active-topics.ts';
import { TopicTracking } from '../src/topics-in-use/topic-tracking.ts';
import { WorkFactory } from '../src/work/work-factory.ts';
import { InMemoryClients } from './in-memory-clients.ts';
import { InMemoryGroups } from './in-memory-groups.ts';
import { pluginPackage, workerProperties } from './plugins/in-memory-packages.ts';

type PutOptions = Partial<Pick<PutConnectorRequest, 'allowReplace' | 'initialState' | 'initialOffsets'>>;

/** A standalone worker in this thread, without REST and without Kafka. */
export class InMemoryWorker {
  readonly offsets = new MemoryOffsetStore();
  readonly clients = new InMemoryClients();
  /** The consumer groups whose offsets the herder sees. */
  readonly groups = new InMemoryGroups();
  readonly herder: StandaloneHerder;

  /** @param providers - config providers by their aliases. */
  constructor(providers: Readonly<Record<string, ConfigProvider>> = {}) {
    const config = parseWorkerConfig(workerProperties);
    const log = createWorkerLog({ level: 'silent' });
    const plugins = new PluginRegistry([pluginPackage]);
    const { offsets, clients } = this;
    const resolver = new ConfigResolver(() => Promise.resolve(new Map(Object.entries(providers))));
    const factory = new WorkFactory({ config, cluster: null, plugins, resolver, offsets, clients, log });
    const { gracefulTimeoutMs } = config;
    const host = new LocalHost({ factory, gracefulTimeoutMs, connectorStopTimeoutMs: 100, log });
    const { groups } = this;
    const createAdmin = (): Promise<InMemoryGroups> => Promise.resolve(groups);
    const open = openOffsets({ worker: workerProperties, store: offsets, resolver, createAdmin, log });
    this.herder = new StandaloneHerder({
      serverInfo: { version: '4.3.0', commit: 'c', kafkaClusterId: 'k' },
      workerId: 'localhost:8083',
      plugins,
      validator: new ConnectorValidator(plugins, workerProperties, { resolver }),
      host,
      offsets: new ConnectorOffsets({ host, open, hookTimeoutMs: 200 }),
      health: { stalledMs: 100, slowMs: 300 },
      topics: new TopicTracking(new MemoryActiveTopics(), config.values),
      log,
    });
  }

  /** Creates or replaces a source called `c`. */
  put(
    config: Readonly<Record<string, string>> = {},
    { allowReplace = true, ...initial }: PutOptions = {},
  ): Promise<PutConnectorResult> {
    const request = {
      name: 'c',
      config: { 'connector.class': 'TestSource', topic: 't', 'tasks.max': '3', ...config },
      allowReplace,
    };
    return this.herder.putConnector({ ...request, ...initial });
  }

  /** The states of the connector `c` and its tasks. */
  async states(): Promise<string[]> {
    const { connector, tasks }: ConnectorStatus = await this.herder.connectorStatus('c');
    return [connector.state, ...tasks.map(({ state }) => state)];
  }
}
