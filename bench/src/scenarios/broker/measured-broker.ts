import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSluice, waitFor } from '@sluice/testing-services';
import type { ServiceProcess } from '@sluice/testing-services';
import { ProcessMeter } from '../../metering/process-meter.ts';

const mib = 1024 * 1024;

/** `sluice broker` in a process of its own, and what that uses. */
export class MeasuredBroker {
  readonly bootstrapServers: string;
  /** From the start of the process until it listens. */
  readonly readyMs: number;
  readonly #process: ServiceProcess;
  readonly #meter: ProcessMeter;

  private constructor(process: ServiceProcess, said: { bootstrapServers: string; readyMs: number }) {
    this.bootstrapServers = said.bootstrapServers;
    this.readyMs = said.readyMs;
    this.#process = process;
    this.#meter = new ProcessMeter(process.pid);
  }

  static async start(folder: string): Promise<MeasuredBroker> {
    const logFile = `${folder}.log`;
    const args = ['broker', '--port', '0', '--data', join(folder, 'data')];
    const process = await startSluice('sluice', { args, logFile });
    const said = await waitFor('sluice broker listens', async () => {
      const log = await readFile(logFile, 'utf8');
      const bootstrapServers = /Kafka +(\S+:\d+)/.exec(log)?.[1];
      const readyMs = Number(/up after (\d+) ms/.exec(log)?.[1]);
      return bootstrapServers === undefined ? undefined : { bootstrapServers, readyMs };
    });
    return new MeasuredBroker(process, said);
  }

  get peakMib(): number {
    return this.#meter.peakRssBytes() / mib;
  }

  /** The CPU time that the broker takes while the action runs. */
  async cpuSecondsOf(action: () => Promise<unknown>): Promise<number> {
    const before = this.#meter.cpuSeconds();
    await action();
    return this.#meter.cpuSeconds() - before;
  }

  stop(): Promise<unknown> {
    return this.#process.stop(5000);
  }
}
