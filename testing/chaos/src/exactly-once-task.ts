import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder, ServiceProcess } from '@sluice/testing-services';

export interface CountingOptions {
  readonly bootstrapServers: string;
  readonly folder: string;
  readonly topic: string;
  readonly total: number;
  /** Numbers in a transaction. */
  readonly batchSize: number;
  /** At least so long between two transactions. */
  readonly pauseMs: number;
}

const program = join(repositoryFolder, 'packages/runtime/test/programs/run-source-task.ts');
const converter = 'org.example.TextConverter';

/** A source task in a process of its own that counts to a total exactly once, to be killed and started again. */
export class ExactlyOnceTask {
  readonly #argument: string;
  readonly #folder: string;
  #process: ServiceProcess | undefined;
  /** How often it ended without being killed. */
  failures = 0;

  constructor(options: CountingOptions) {
    const { bootstrapServers, folder, topic, total, batchSize, pauseMs } = options;
    this.#folder = folder;
    this.#argument = JSON.stringify({
      worker: {
        'bootstrap.servers': bootstrapServers,
        'group.id': `group-${topic}`,
        'exactly.once.source.support': 'enabled',
        'offset.storage.topic': `offsets-${topic}`,
        'offset.storage.replication.factor': '3',
        'offset.storage.partitions': '3',
        'key.converter': converter,
        'value.converter': converter,
        'header.converter': converter,
      },
      connector: {
        name: 'counter',
        'connector.class': 'org.example.CountingSource',
        topic,
        total: String(total),
        'batch.size': String(batchSize),
        'pause.ms': String(pauseMs),
        'transaction.boundary': 'poll',
      },
    });
  }

  async start(): Promise<void> {
    this.#process = await ServiceProcess.start({
      name: 'a source task',
      command: process.execPath,
      args: ['--conditions=@sluice/source', program, this.#argument],
      // A file for each start: it is looked into for how that run went.
      logFile: join(this.#folder, `task-${randomUUID()}.log`),
    });
  }

  /** Kill -9. */
  async kill(): Promise<void> {
    await this.#process?.kill('SIGKILL');
  }

  /** Starts it again when it has failed by itself, as somebody who looks after it would. */
  async lookAfter(): Promise<void> {
    const task = this.#process;
    if (task === undefined) return;
    const failure = (await readFile(task.logFile, 'utf8'))
      .split('\n')
      .find((line) => line.startsWith('FAILED'));
    if (failure === undefined && task.alive) return;
    this.failures++;
    console.log(`the source task ended by itself: ${failure?.slice(0, 600) ?? task.logTail()}`);
    await this.kill();
    await this.start();
  }
}
