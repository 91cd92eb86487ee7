import { plugins as basicConverters } from '@sluice/converter-basic';
import { plugins as jsonConverters } from '@sluice/converter-json';
import { startDevBroker, type DevBroker } from '@sluice/dev-broker';
import {
  ConnectorOffsets,
  ConnectorValidator,
  createKafkaAdmin,
  createWorkerLog,
  kafkaClients,
  LocalHost,
  MemoryActiveTopics,
  MemoryOffsetStore,
  openOffsets,
  parseWorkerConfig,
  registryOf,
  configResolverOf,
  StandaloneHerder,
  TopicTracking,
  WorkFactory,
  type AnyPlugin,
  type ConnectorStatus,
} from '@sluice/runtime';
import type { ConfigInfos } from '@sluice/connect-api';
import { defaultPatienceMs, waitFor } from '../wait-for.ts';
import { TestTopics, type NewRecord, type TopicRecord } from './test-topics.ts';
import { WatchedHost } from './watched-host.ts';

/** What a test worker is started with. */
export interface TestWorkerOptions {
  /** The plugins under test. Those of Kafka's converters are there beside them. */
  readonly plugins: readonly AnyPlugin[];
  /**
   * Properties of the worker in place of those it has: StringConverter for keys and values, offsets flushed every
   * 100 ms, 5 seconds for tasks to end.
   */
  readonly properties?: Readonly<Record<string, string>>;
  /** The address of a Kafka to work with; by default a broker is started in this process. */
  readonly bootstrapServers?: string;
  /** How long states and records are waited for, in milliseconds; 15 seconds by default. */
  readonly patienceMs?: number;
}

const text = 'org.apache.kafka.connect.storage.StringConverter';

/**
 * Starts a broker and a worker in this process, for tests. Tasks run in this thread: one that blocks it blocks the test.
 * What the worker logs goes to standard error as `SLUICE_LOG_LEVEL` says, and nowhere by default.
 * @throws ConnectError when the properties are wrong.
 */
export async function startTestWorker(options: TestWorkerOptions): Promise<TestWorker> {
  const { properties = {} } = options;
  const { bootstrapServers } = options;
  const broker = bootstrapServers === undefined ? await startDevBroker() : elsewhere(bootstrapServers);
  try {
    return new TestWorker(broker, options, {
      'key.converter': text,
      'value.converter': text,
      'offset.storage.file.filename': '/dev/null',
      'offset.flush.interval.ms': '100',
      ...properties,
      'bootstrap.servers': broker.bootstrapServers,
    });
  } catch (error) {
    await broker.stop();
    throw error;
  }
}

/** What a worker has to know of its broker. */
type TestBroker = Pick<DevBroker, 'bootstrapServers' | 'clusterId' | 'stop'>;

/** A broker that is not ours to stop. */
function elsewhere(bootstrapServers: string): TestBroker {
  return { bootstrapServers, clusterId: 'elsewhere', stop: () => Promise.resolve() };
}

/** A broker and a worker, and the connectors in it. Offsets are kept in memory as long as the worker is there. */
export class TestWorker {
  /** Where Kafka clients connect. */
  readonly bootstrapServers: string;
  readonly #broker: TestBroker;
  readonly #topics: TestTopics;
  readonly #host: WatchedHost;
  readonly #herder: StandaloneHerder;

  readonly #patienceMs: number;

  /** @param properties - all that the worker needs. Use {@link startTestWorker}, which fills them in. */
  constructor(broker: TestBroker, options: TestWorkerOptions, properties: Readonly<Record<string, string>>) {
    this.#patienceMs = options.patienceMs ?? defaultPatienceMs;
    this.#broker = broker;
    this.bootstrapServers = broker.bootstrapServers;
    this.#topics = new TestTopics(broker.bootstrapServers);
    const plugins = registryOf([...options.plugins, ...basicConverters, ...jsonConverters]);
    const config = parseWorkerConfig(properties, plugins);
    const log = createWorkerLog({ level: process.env['SLUICE_LOG_LEVEL'] ?? 'silent', fd: 2 });
    const resolver = configResolverOf({ properties, plugins, log });
    const offsets = new MemoryOffsetStore();
    const factory = new WorkFactory({
      config,
      cluster: null,
      plugins,
      resolver,
      offsets,
      clients: kafkaClients,
      log,
    });
    this.#host = new WatchedHost(
      new LocalHost({ factory, gracefulTimeoutMs: config.gracefulTimeoutMs, log }),
    );
    this.#herder = new StandaloneHerder({
      serverInfo: { version: '4.3.0', commit: 'test', kafkaClusterId: broker.clusterId },
      workerId: '127.0.0.1:8083',
      plugins,
      validator: new ConnectorValidator(plugins, properties, { resolver }),
      host: this.#host,
      health: config.health,
      topics: new TopicTracking(new MemoryActiveTopics(), config.values),
      offsets: new ConnectorOffsets({
        host: this.#host,
        open: openOffsets({
          worker: properties,
          store: offsets,
          resolver,
          createAdmin: createKafkaAdmin,
          log,
        }),
      }),
      log,
    });
  }

  /** The connectors and tasks that did not end in the time they had. */
  get abandoned(): readonly string[] {
    return this.#host.abandoned;
  }

  /** Checks a configuration as `PUT /connector-plugins/{plugin}/config/validate` does. */
  validate(config: Readonly<Record<string, string | null>>): Promise<ConfigInfos> {
    return this.#herder.validateConfig(config);
  }

  /** Creates a connector, or replaces its configuration. @throws ConnectError when it is wrong or does not start. */
  async putConnector(name: string, config: Readonly<Record<string, string>>): Promise<void> {
    await this.#herder.putConnector({ name, config, allowReplace: true });
  }

  /** Removes a connector; its offsets stay. */
  deleteConnector(name: string): Promise<void> {
    return this.#herder.deleteConnector(name);
  }

  /** Stops a connector; resolves once its tasks have ended and their offsets are committed. */
  async stopConnector(name: string): Promise<void> {
    await this.#herder.stopConnector(name);
    await this.#until(
      name,
      'STOPPED',
      ({ connector, tasks }) => connector.state === 'STOPPED' && tasks.length === 0,
    );
  }

  /** Has a stopped or paused connector run; resolves once its tasks do. */
  async resumeConnector(name: string): Promise<void> {
    await this.#herder.resumeConnector(name);
    await this.untilRunning(name);
  }

  /** The state of a connector and its tasks. */
  status(name: string): Promise<ConnectorStatus> {
    return this.#herder.connectorStatus(name);
  }

  /** Waits until a connector and its tasks, at least one, run. */
  async untilRunning(name: string): Promise<void> {
    await this.#until(
      name,
      'RUNNING',
      ({ connector, tasks }) =>
        tasks.length > 0 && [connector, ...tasks].every(({ state }) => state === 'RUNNING'),
    );
  }

  /** Waits until a task of a connector has failed; resolves to its trace. */
  async untilFailed(name: string): Promise<string> {
    const look = async (): Promise<string | undefined> => {
      const { tasks } = await this.status(name);
      return tasks.find(({ state }) => state === 'FAILED')?.trace;
    };
    return waitFor(`a task of ${name} to fail`, look, this.#patienceMs);
  }

  /** Creates a topic. Topics that somebody uses are created by themselves too, with one partition. */
  createTopic(topic: string, { partitions = 1 }: { readonly partitions?: number } = {}): Promise<void> {
    return this.#topics.create(topic, partitions);
  }

  /** Writes records, for a sink to read. */
  write(topic: string, records: readonly NewRecord[]): Promise<void> {
    return this.#topics.write(topic, records);
  }

  /** Reads all records of a topic, once there are at least `count` of them. */
  read(topic: string, count: number): Promise<readonly TopicRecord[]> {
    return this.#topics.read(topic, count, this.#patienceMs);
  }

  /** Ends connectors, worker and broker. */
  async stop(): Promise<void> {
    await this.#herder.stop();
    await this.#broker.stop();
  }

  async #until(name: string, what: string, isSo: (status: ConnectorStatus) => boolean): Promise<void> {
    const look = async (): Promise<true> => {
      const status = await this.status(name);
      if (isSo(status)) return true;
      throw new Error(`it is ${JSON.stringify(status)}`);
    };
    await waitFor(`${name} to be ${what}`, look, this.#patienceMs);
  }
}
