import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quickToolCommand } from '../java/java-tool.ts';
import { JvmProcess } from '../java/jvm-process.ts';
import { makeTempFolder, type TempFolder } from '../process/temp-folder.ts';

export interface JavaConsumerOptions {
  readonly bootstrapServers: string;
  readonly topic: string;
  readonly group: string;
  /** The class that divides partitions in the classic protocol; `null` for the consumer protocol. */
  readonly assignor: string | null;
}

const leaveGraceMs = 30_000;

/** Kafka's VerifiableConsumer: it commits what it has read before it reads on, and tells on standard output what it does. */
export class JavaConsumer {
  readonly #jvm: JvmProcess;
  readonly #folder: TempFolder;

  private constructor(jvm: JvmProcess, folder: TempFolder) {
    this.#jvm = jvm;
    this.#folder = folder;
  }

  /** Resolves when the process has begun; it joins its group later. */
  static async start({
    bootstrapServers,
    topic,
    group,
    assignor,
  }: JavaConsumerOptions): Promise<JavaConsumer> {
    const protocol =
      assignor === null ? ['--group-protocol', 'consumer'] : ['--assignment-strategy', assignor];
    const command = await quickToolCommand('org.apache.kafka.tools.VerifiableConsumer', [
      ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--group-id', group],
      ...['--reset-policy', 'earliest', '--verbose', ...protocol],
    ]);
    const folder = await makeTempFolder('java-consumer');
    const logFile = join(folder.path, 'consumer.log');
    return new JavaConsumer(await JvmProcess.start(command, { name: 'Java consumer', logFile }), folder);
  }

  /** The values that it has read so far. */
  async values(): Promise<string[]> {
    const lines = (await readFile(this.#jvm.process.logFile, 'utf8')).split('\n');
    // The last one may be half of a line.
    return lines
      .slice(0, -1)
      .filter((line) => line.startsWith('{') && line.includes('"record_data"'))
      .map((line) => (JSON.parse(line) as { readonly value: string }).value);
  }

  /** Has it leave the group; what it has read can still be asked for. */
  async leave(): Promise<void> {
    await this.#jvm.stop(leaveGraceMs);
  }

  async discard(): Promise<void> {
    await this.#jvm.discard();
    await this.#folder.remove();
  }
}
