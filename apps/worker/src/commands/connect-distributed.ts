import type { WorkerLog } from '@sluice/runtime';
import { openDistributedWorker, type OpenDistributedWorker } from '../compose-distributed.ts';
import { distributedUsage, parseDistributedArguments } from './distributed-arguments.ts';
import { exitCodeOf, openLog, readWorkerFile, stopOnSignal } from './program.ts';

/** The exit codes of a Java worker; other failures have theirs in the error catalogue. */
const exitCodes = { usage: 1, fatal: 1, start: 3 } as const;

async function main(): Promise<void> {
  const log = openLog();
  const workerFile = parseDistributedArguments(process.argv.slice(2));
  if (workerFile === null) {
    log.info(distributedUsage);
    process.exit(exitCodes.usage);
  }
  const worker = await openWorker(workerFile, log);
  stopOnSignal(worker, log);
  try {
    await worker.start();
  } catch (error) {
    log.error({ err: error }, 'Failed to start Connect');
    process.exit(exitCodes.start);
  }
}

async function openWorker(workerFile: string, log: WorkerLog): Promise<OpenDistributedWorker> {
  const onFatal = (error: unknown): never => {
    log.error({ err: error }, 'Uncaught exception in herder work thread, exiting: ');
    process.exit(exitCodes.fatal);
  };
  try {
    return await openDistributedWorker({ properties: readWorkerFile(workerFile), log, onFatal });
  } catch (error) {
    log.error({ err: error }, 'Stopping due to error');
    process.exit(exitCodeOf(error));
  }
}

await main();
