import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { startSluice, waitFor } from '@sluice/testing-services';
import type { ServiceProcess } from '@sluice/testing-services';

export interface DevOptions {
  /** Where it runs and keeps its data. */
  readonly folder: string;
  /** Options and connector files, besides ports. */
  readonly args?: readonly string[];
}

/** A running `sluice dev`. */
export interface DevProcess {
  readonly process: ServiceProcess;
  readonly bootstrapServers: string;
  /** Address of its REST API, without a slash at the end. */
  readonly restUrl: string;
  /** What it printed. */
  readonly output: string;
  stop(): Promise<void>;
}

/** Starts `sluice dev` on free ports, and waits for it to say where they are. */
export async function startDev({ folder, args = [] }: DevOptions): Promise<DevProcess> {
  // A file for each start: what an earlier one in the same folder printed would be taken for this one's.
  const logFile = join(folder, `dev-${randomUUID()}.out`);
  const process = await startSluice('sluice', {
    args: ['dev', '--kafka-port', '0', '--rest-port', '0', ...args],
    cwd: folder,
    logFile,
  });
  const stop = (): Promise<void> => process.stop(10_000);
  try {
    const output = await waitFor('the welcome of sluice dev', () => {
      const text = process.logTail();
      if (!process.alive) return text;
      return text.includes('Stop it with Ctrl-C') && text.includes('Log ') ? text : undefined;
    });
    const bootstrapServers = /Kafka +(\S+)/.exec(output)?.[1];
    const restUrl = /REST API +(http:\/\/[^/]+)/.exec(output)?.[1];
    if (bootstrapServers === undefined || restUrl === undefined) {
      throw new Error(`sluice dev does not say where it is:\n${output}`);
    }
    return { process, bootstrapServers, restUrl, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
