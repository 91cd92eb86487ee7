import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JvmProcess } from '../java/jvm-process.ts';
import { jvmCommand } from '../java/jvm.ts';
import type { JvmProfile } from '../java/jvm.ts';
import { runJavaTool } from '../java/java-tool.ts';
import { fetchClusterView } from './cluster-view.ts';
import { kafkaJars, loggingOptions } from './jars.ts';
import { formatProperties } from './server-properties.ts';
import type { BrokerPlace, Properties } from './server-properties.ts';

export interface BrokerOptions {
  readonly place: BrokerPlace;
  readonly clusterId: string;
  readonly properties: Properties;
  /** Further arguments of the tool that makes the log folder. */
  readonly formatArguments: readonly string[];
  readonly profile: JvmProfile;
}

const heapOptions = { quick: ['-Xms64m', '-Xmx512m'], server: ['-Xms1G', '-Xmx1G'] } as const;
const readyTimeoutMs = 90_000;

/** One node of a cluster: broker and controller. */
export class KafkaBroker {
  readonly id: number;
  readonly port: number;
  readonly logFile: string;
  readonly #options: BrokerOptions;
  #jvm: JvmProcess | undefined;

  constructor(options: BrokerOptions) {
    this.id = options.place.id;
    this.port = options.place.port;
    this.logFile = join(options.place.folder, 'broker.log');
    this.#options = options;
  }

  /** Of the running process, or of the last one. */
  get pid(): number {
    if (this.#jvm === undefined) throw new Error(`broker ${this.id} was never started`);
    return this.#jvm.process.pid;
  }

  get alive(): boolean {
    return this.#jvm?.process.alive ?? false;
  }

  /** Makes the empty log folder that a node needs before its first start. */
  async format(): Promise<void> {
    await mkdir(this.#options.place.folder, { recursive: true });
    await writeFile(this.#propertiesFile, formatProperties(this.#options.properties));
    const { clusterId, formatArguments } = this.#options;
    const args = ['format', '-t', clusterId, '-c', this.#propertiesFile, ...formatArguments];
    const { exitCode, stdout, stderr } = await runJavaTool('kafka.tools.StorageTool', args);
    if (exitCode !== 0) throw new Error(`Broker ${this.id} could not be formatted:\n${stdout}${stderr}`);
  }

  async launch(): Promise<void> {
    const { profile } = this.#options;
    const { classPath } = await kafkaJars();
    const jvmOptions = [...heapOptions[profile], ...loggingOptions('WARN')];
    const args = [this.#propertiesFile];
    const command = await jvmCommand({ mainClass: 'kafka.Kafka', args, classPath, profile, jvmOptions });
    this.#jvm = await JvmProcess.start(command, { name: `Kafka broker ${this.id}`, logFile: this.logFile });
  }

  /** Waits until this broker answers for its own cluster and names all of `brokerIds` as up. */
  async untilReady(brokerIds: readonly number[]): Promise<void> {
    await this.#jvm?.process.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: async () => {
        const view = await fetchClusterView(this.port);
        return (
          view.clusterId === this.#options.clusterId && brokerIds.every((id) => view.brokerIds.includes(id))
        );
      },
    });
  }

  /** Sends a signal (default SIGKILL). After SIGKILL it resolves when the process is gone, else at once. */
  async kill(signal?: NodeJS.Signals): Promise<void> {
    await this.#jvm?.process.kill(signal);
  }

  /** Starts it again on its port with its data, killing it first if it lives; resolves when it serves. */
  async restart(): Promise<void> {
    await this.kill();
    await this.launch();
    await this.untilReady([this.id]);
  }

  /** Ends it without caring for its data. */
  async discard(): Promise<void> {
    await this.#jvm?.discard();
  }

  get #propertiesFile(): string {
    return join(this.#options.place.folder, 'server.properties');
  }
}
