import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { formatProperties, freePorts, startSluice } from '@sluice/testing-services';
import type { ServiceProcess } from '@sluice/testing-services';

export interface PipelineOptions {
  readonly bootstrapServers: string;
  /** Holds `in.txt`, `out.txt` and what the worker keeps. */
  readonly folder: string;
  readonly topic: string;
  /** The shortest one that the broker allows: a killed sink keeps its partitions until then. */
  readonly sessionTimeoutMs: number;
  /** Default 1. */
  readonly sinkTasks?: number;
  /** What makes the sink another one than that into `out.txt`. */
  readonly sink?: Readonly<Record<string, string>>;
}

const readyTimeoutMs = 30_000;

/** A worker that carries `in.txt` through a topic into `out.txt`, to be killed and started again. */
export class VictimWorker {
  readonly #args: readonly string[];
  readonly #folder: string;
  readonly #url: string;
  #process: ServiceProcess | undefined;

  private constructor(args: readonly string[], folder: string, url: string) {
    this.#args = args;
    this.#folder = folder;
    this.#url = url;
  }

  /** Writes its files; it is not started yet. */
  static prepare(options: PipelineOptions): Promise<VictimWorker> {
    return VictimWorker.prepareFiles(options.folder, (url) => pipelineFiles(options, url));
  }

  /** With property files of its own, by name: first that of the worker, then connectors. */
  static async prepareFiles(
    folder: string,
    filesFor: (url: string) => Readonly<Record<string, Readonly<Record<string, string>>>>,
  ): Promise<VictimWorker> {
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const files = await Promise.all(
      Object.entries(filesFor(url)).map(async ([name, properties]) => {
        const file = join(folder, `${name}.properties`);
        await writeFile(file, formatProperties(properties));
        return file;
      }),
    );
    return new VictimWorker(files, folder, url);
  }

  get alive(): boolean {
    return this.#process?.alive ?? false;
  }

  /** Resolves at once: it may be killed on its way up. */
  async start(): Promise<void> {
    const logFile = join(this.#folder, 'worker.log');
    this.#process = await startSluice('connect-standalone', { args: this.#args, logFile });
  }

  /** Kill -9. */
  async kill(): Promise<void> {
    await this.#process?.kill('SIGKILL');
  }

  /** Asks it to end, once it is up; resolves to how it ended. */
  async stop(): Promise<string> {
    await this.#process?.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: async () => (await fetch(`${this.#url}/health`)).ok,
    });
    await this.#process?.kill('SIGTERM');
    return (await this.#process?.exited) ?? 'was never started';
  }

  /** What its REST API answers to a path, as text. */
  async ask(path: string): Promise<string> {
    return (await fetch(this.#url + path)).text();
  }

  logTail(): string {
    return this.#process?.logTail() ?? '';
  }
}

function pipelineFiles(
  options: PipelineOptions,
  url: string,
): Record<string, Readonly<Record<string, string>>> {
  const { bootstrapServers, folder, topic, sessionTimeoutMs, sinkTasks = 1, sink = {} } = options;
  const converter = 'org.apache.kafka.connect.storage.StringConverter';
  return {
    worker: {
      'bootstrap.servers': bootstrapServers,
      'key.converter': converter,
      'value.converter': converter,
      'offset.storage.file.filename': join(folder, 'connect.offsets'),
      'offset.flush.interval.ms': '200',
      listeners: url,
      'consumer.session.timeout.ms': String(sessionTimeoutMs),
      'consumer.heartbeat.interval.ms': String(Math.floor(sessionTimeoutMs / 5)),
    },
    source: {
      name: `${topic}-source`,
      'connector.class': 'FileStreamSource',
      file: join(folder, 'in.txt'),
      topic,
    },
    sink: {
      name: `${topic}-sink`,
      'connector.class': 'FileStreamSink',
      file: join(folder, 'out.txt'),
      topics: topic,
      'tasks.max': String(sinkTasks),
      ...sink,
    },
  };
}
