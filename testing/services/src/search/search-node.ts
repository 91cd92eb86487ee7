import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { findJdk } from '../java/find-java.ts';
import { JvmProcess } from '../java/jvm-process.ts';
import { jvmCommand } from '../java/jvm.ts';
import type { JvmProfile } from '../java/jvm.ts';
import { freePorts } from '../process/free-ports.ts';
import { makeTempFolder } from '../process/temp-folder.ts';
import type { TempFolder } from '../process/temp-folder.ts';

/** What a node is started from. */
export interface SearchDistribution {
  readonly name: string;
  readonly mainClass: string;
  /** Jars, in order. */
  readonly classPath: readonly string[];
  /** The folder with the modules that the node loads by itself, `null` when it has none. */
  readonly modules: string | null;
}

export interface SearchNodeOptions {
  /** Settings of the node, beside those that make it one alone on 127.0.0.1. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Default `quick`. */
  readonly profile?: JvmProfile;
}

const oldestJava = 21;
const readyTimeoutMs = 90_000;
const stopGraceMs = 10_000;

/** A search node with data of its own, without security, on a port of 127.0.0.1 that it keeps. */
export class SearchNode {
  readonly url: string;
  readonly #port: number;
  readonly #distribution: SearchDistribution;
  readonly #options: SearchNodeOptions;
  readonly #folder: TempFolder;
  #jvm: JvmProcess | undefined;

  private constructor(
    distribution: SearchDistribution,
    options: SearchNodeOptions,
    place: { readonly folder: TempFolder; readonly port: number },
  ) {
    this.url = `http://127.0.0.1:${place.port}`;
    this.#port = place.port;
    this.#distribution = distribution;
    this.#options = options;
    this.#folder = place.folder;
  }

  /** A new node, ready for requests. */
  static async start(distribution: SearchDistribution, options: SearchNodeOptions = {}): Promise<SearchNode> {
    const folder = await makeTempFolder(distribution.name.toLowerCase().replaceAll(' ', '-'));
    const [port = 0] = await freePorts(1);
    const node = new SearchNode(distribution, options, { folder, port });
    try {
      if (distribution.modules !== null) {
        await cp(distribution.modules, join(folder.path, 'modules'), { recursive: true });
      }
      await node.#launch();
    } catch (error) {
      await node.stop();
      throw error;
    }
    return node;
  }

  /** Of the running process, or of the last one. */
  get pid(): number {
    if (this.#jvm === undefined) throw new Error(`${this.#distribution.name} was never started`);
    return this.#jvm.process.pid;
  }

  /** Sends a signal (default SIGKILL). After SIGKILL it resolves when the process is gone, else at once. */
  async kill(signal?: NodeJS.Signals): Promise<void> {
    await this.#jvm?.process.kill(signal);
  }

  /** Starts it again on its port with its data, killing it first if it lives; resolves when it answers. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#launch();
  }

  /** Ends it and deletes its data. */
  async stop(): Promise<void> {
    await this.#jvm?.stop(stopGraceMs);
    await this.#folder.remove();
  }

  async #launch(): Promise<void> {
    const { name, mainClass, classPath } = this.#distribution;
    const { profile = 'quick' } = this.#options;
    const { major } = await findJdk();
    if (major < oldestJava)
      throw new Error(`${name} needs Java ${oldestJava}, but the newest here is ${major}`);
    const command = await jvmCommand({
      mainClass,
      args: [this.#folder.path, ...this.#settings()],
      classPath,
      profile,
      jvmOptions: [
        ...(profile === 'quick' ? ['-Xms128m', '-Xmx256m'] : ['-Xms1g', '-Xmx1g']),
        `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`,
      ],
    });
    this.#jvm = await JvmProcess.start(command, { name, logFile: join(this.#folder.path, 'node.log') });
    await this.#jvm.process.untilReady({ timeoutMs: readyTimeoutMs, probe: () => this.#isReady() });
  }

  #settings(): string[] {
    const settings = {
      'cluster.name': 'test',
      'node.name': 'node',
      'discovery.type': 'single-node',
      'network.host': '127.0.0.1',
      'http.port': String(this.#port),
      'transport.port': '0',
      'node.store.allow_mmap': 'false',
      'cluster.routing.allocation.disk.threshold_enabled': 'false',
      ...this.#options.settings,
    };
    return Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  }

  async #isReady(): Promise<boolean> {
    const signal = AbortSignal.timeout(6_000);
    const { status } = await fetch(`${this.url}/_cluster/health?wait_for_status=yellow&timeout=5s`, {
      signal,
    });
    return status === 200;
  }
}
