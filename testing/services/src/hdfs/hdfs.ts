import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JvmProcess } from '../java/jvm-process.ts';
import { jvmCommand } from '../java/jvm.ts';
import { freePorts } from '../process/free-ports.ts';
import { runProgram } from '../process/run-program.ts';
import type { ProgramResult } from '../process/run-program.ts';
import { makeTempFolder } from '../process/temp-folder.ts';
import type { TempFolder } from '../process/temp-folder.ts';
import { findJava } from '../java/find-java.ts';
import { hdfsClassPath } from './jars.ts';

export interface HdfsOptions {
  /** Whether the DataNode is a process of its own, which can be killed alone. */
  readonly separate?: boolean;
  /** Settings beside ours, such as `dfs.blocksize`. */
  readonly settings?: Readonly<Record<string, string>>;
}

type Role = 'both' | 'name' | 'data';

const readyTimeoutMs = 90_000;

/** A NameNode and a DataNode. */
export class Hdfs {
  readonly httpPort: number;
  readonly rpcPort: number;
  readonly #folder: TempFolder;
  readonly #options: HdfsOptions;
  readonly #nodes = new Map<Role, JvmProcess>();
  /** Of the web server of the DataNode that was started last. */
  #dataPort = '';

  private constructor(folder: TempFolder, ports: readonly [number, number], options: HdfsOptions) {
    this.#folder = folder;
    [this.httpPort, this.rpcPort] = ports;
    this.#options = options;
  }

  static async start(options: HdfsOptions = {}): Promise<Hdfs> {
    const folder = await makeTempFolder('hdfs');
    const [httpPort = 0, rpcPort = 0] = await freePorts(2);
    const hdfs = new Hdfs(folder, [httpPort, rpcPort], options);
    await hdfs.#start(options.separate === true ? 'name' : 'both');
    if (options.separate === true) await hdfs.startDataNode();
    return hdfs;
  }

  /** The address of WebHDFS. */
  get url(): string {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  /** Where temporary files of tests may go: it is removed with the data. */
  get folder(): string {
    return this.#folder.path;
  }

  /** Only where it is a process of its own. @param settings - beside those that all nodes have. */
  async startDataNode(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#start('data', settings);
    await this.#untilServing();
  }

  async killDataNode(): Promise<void> {
    await this.#kill('data');
  }

  /** Starts it again with what it knew, where it was killed. Only where it is a process of its own. */
  async startNameNode(): Promise<void> {
    await this.#start('name');
    await this.#untilServing();
  }

  async killNameNode(): Promise<void> {
    await this.#kill('name');
  }

  /** Has it not answer, though its connections stay. */
  async freeze(): Promise<void> {
    for (const node of this.#nodes.values()) await node.process.kill('SIGSTOP');
  }

  async thaw(): Promise<void> {
    for (const node of this.#nodes.values()) await node.process.kill('SIGCONT');
  }

  /** Runs a command of Hadoop's own client, such as `-cat /file`. */
  async shell(...args: readonly string[]): Promise<ProgramResult> {
    return this.#tool('org.apache.hadoop.fs.FsShell', args);
  }

  /** Runs a command of Hadoop's administration, such as `-safemode enter`. */
  async admin(...args: readonly string[]): Promise<ProgramResult> {
    return this.#tool('org.apache.hadoop.hdfs.tools.DFSAdmin', args);
  }

  async stop(): Promise<void> {
    for (const node of this.#nodes.values()) await node.stop(5000);
    await this.#folder.remove();
  }

  async #kill(role: Role): Promise<void> {
    await this.#nodes.get(role)?.process.kill();
    this.#nodes.delete(role);
  }

  async #tool(mainClass: string, args: readonly string[]): Promise<ProgramResult> {
    const java = await findJava();
    const classPath = (await hdfsClassPath()).join(':');
    const address = ['-fs', `hdfs://127.0.0.1:${this.rpcPort}`];
    const options = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx128m', '-cp', classPath];
    return runProgram(java.command, [...options, mainClass, ...address, ...args]);
  }

  async #start(role: Role, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const settings = Object.entries({ ...this.#options.settings, ...more }).map(
      ([key, value]) => `${key}=${value}`,
    );
    const command = await jvmCommand({
      mainClass: 'HdfsNodes',
      args: [this.#folder.path, String(this.httpPort), String(this.rpcPort), role, ...settings],
      classPath: await hdfsClassPath(),
      profile: 'quick',
      // Its web servers unpack themselves, and leave that behind.
      jvmOptions: ['-Xmx256m', `-Djava.io.tmpdir=${this.#folder.path}`],
    });
    const logFile = join(this.#folder.path, `${role}-${this.#nodes.size}-${Date.now()}.log`);
    const node = await JvmProcess.start(command, { name: `HDFS (${role})`, logFile });
    this.#nodes.set(role, node);
    const ready = (): RegExpExecArray | null => /^READY ?(.*)$/m.exec(readFileSync(logFile, 'utf8'));
    await node.process.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: () => Promise.resolve(ready() !== null),
    });
    const port = ready()?.[1] ?? '';
    if (port !== '') this.#dataPort = port;
  }

  /** A DataNode may be there without the NameNode's having noticed, which still sends to the one before it. */
  async #untilServing(): Promise<void> {
    const node = [...this.#nodes.values()][0];
    await node?.process.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: async () => {
        const [state, info] = await Promise.all([
          this.#bean<{ FSState: string }>('FSNamesystemState'),
          this.#bean<{ LiveNodes: string }>('NameNodeInfo'),
        ]);
        const live = Object.values(JSON.parse(info.LiveNodes) as Record<string, { infoAddr: string }>);
        return (
          state.FSState === 'Operational' &&
          live.some(({ infoAddr }) => infoAddr.endsWith(`:${this.#dataPort}`))
        );
      },
    });
  }

  async #bean<Bean>(name: string): Promise<Bean> {
    const answer = await fetch(`${this.url}/jmx?qry=Hadoop:service=NameNode,name=${name}`);
    const { beans } = (await answer.json()) as { readonly beans: readonly [Bean] };
    return beans[0];
  }
}
