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
}

/** A worker that carries `in.txt` through a topic into `out.txt`, to be killed and started again. */
export class VictimWorker {
  readonly #args: readonly string[];
  readonly #logFile: string;
  #process: ServiceProcess | undefined;

  private constructor(args: readonly string[], logFile: string) {
    this.#args = args;
    this.#logFile = logFile;
  }

  /** Writes its files; it is not started yet. */
  static async prepare(options: PipelineOptions): Promise<VictimWorker> {
    const { folder } = options;
    const files = await Promise.all(
      Object.entries(await pipelineFiles(options)).map(async ([name, properties]) => {
        const file = join(folder, `${name}.properties`);
        await writeFile(file, formatProperties(properties));
        return file;
      }),
    );
    return new VictimWorker(files, join(folder, 'worker.log'));
  }

  get alive(): boolean {
    return this.#process?.alive ?? false;
  }

  async start(): Promise<void> {
    this.#process = await startSluice('connect-standalone', { args: this.#args, logFile: this.#logFile });
  }

  /** Kill -9. */
  async kill(): Promise<void> {
    await this.#process?.kill('SIGKILL');
  }

  /** Asks it to end; resolves to how it ended. */
  async stop(): Promise<string> {
    await this.#process?.kill('SIGTERM');
    return (await this.#process?.exited) ?? 'was never started';
  }

  logTail(): string {
    return this.#process?.logTail() ?? '';
  }
}

async function pipelineFiles(
  options: PipelineOptions,
): Promise<Record<string, Readonly<Record<string, string>>>> {
  const { bootstrapServers, folder, topic, sessionTimeoutMs } = options;
  const [port = 0] = await freePorts(1);
  const converter = 'org.apache.kafka.connect.storage.StringConverter';
  return {
    worker: {
      'bootstrap.servers': bootstrapServers,
      'key.converter': converter,
      'value.converter': converter,
      'offset.storage.file.filename': join(folder, 'connect.offsets'),
      'offset.flush.interval.ms': '200',
      listeners: `http://127.0.0.1:${port}`,
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
    },
  };
}
