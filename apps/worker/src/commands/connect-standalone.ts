import type { WorkerLog } from '@sluice/runtime';
import { startStandaloneWorker, type StandaloneWorker } from '../compose.ts';
import { createConnectors } from '../connector-files.ts';
import { exitCodeOf, openLog, readWorkerFile, stopOnSignal } from './program.ts';
import { parseStandaloneArguments, standaloneUsage } from './standalone-arguments.ts';

/** The exit codes of a Java worker; other failures have theirs in the error catalogue. */
const exitCodes = { usage: 1, connector: 3 } as const;

async function main(): Promise<void> {
  const log = openLog();
  const args = parseStandaloneArguments(process.argv.slice(2));
  if (args === null) {
    log.info(standaloneUsage);
    process.exit(exitCodes.usage);
  }
  const worker = await startWorker(args.workerFile, log);
  stopOnSignal(worker, log);
  try {
    await createConnectors(args.connectorFiles, worker.herder, log);
  } catch {
    log.error('Stopping after connector error');
    await worker.stop();
    process.exit(exitCodes.connector);
  }
  worker.herder.markReady();
}

async function startWorker(workerFile: string, log: WorkerLog): Promise<StandaloneWorker> {
  try {
    return await startStandaloneWorker({ properties: readWorkerFile(workerFile), log });
  } catch (error) {
    log.error({ err: error }, 'Stopping due to error');
    process.exit(exitCodeOf(error));
  }
}

await main();
