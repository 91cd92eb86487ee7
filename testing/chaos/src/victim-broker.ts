import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { startSluice } from '@sluice/testing-services';
import type { ServiceProcess } from '@sluice/testing-services';

const readyTimeoutMs = 30_000;

/** The dev broker that `sluice dev` brings along, on a fixed port, to be killed and started again with its data. */
export class VictimBroker {
  readonly bootstrapServers: string;
  readonly #folder: string;
  readonly #port: number;
  #process: ServiceProcess | undefined;

  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.bootstrapServers = `127.0.0.1:${port}`;
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const data = join(this.#folder, 'broker');
    // A file for each start: the welcome is looked for in it.
    const logFile = join(this.#folder, `broker-${randomUUID()}.out`);
    const args = ['dev', '--data', data, '--kafka-port', String(this.#port), '--rest-port', '0'];
    const program = await startSluice('sluice', { args, logFile });
    this.#process = program;
    await program.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: () => Promise.resolve(program.logTail().includes('Stop it with Ctrl-C')),
    });
  }

  /** Kill -9. */
  async kill(): Promise<void> {
    await this.#process?.kill('SIGKILL');
  }
}
