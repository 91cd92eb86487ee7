import { constants } from 'node:os';
import { errorCatalogue, errorCodeOf } from '@sluice/connect-api';
import { createWorkerLog, logLevelOf, type WorkerLog } from '@sluice/runtime';
import { startStandaloneWorker, type StandaloneWorker } from '../compose.ts';
import { createConnectors } from '../connector-files.ts';
import { readPropertiesFile } from './properties-file.ts';
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

function openLog(): WorkerLog {
  try {
    return createWorkerLog({ level: logLevelOf(process.env) });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(errorCatalogue[errorCodeOf(error)].exitCode);
  }
}

async function startWorker(workerFile: string, log: WorkerLog): Promise<StandaloneWorker> {
  try {
    return await startStandaloneWorker({ properties: readWorkerFile(workerFile), log });
  } catch (error) {
    log.error({ err: error }, 'Stopping due to error');
    process.exit(errorCatalogue[errorCodeOf(error)].exitCode);
  }
}

function readWorkerFile(path: string): Record<string, string> {
  return path === '' ? {} : readPropertiesFile(path);
}

/** Ends gracefully, with the exit code of a process that the signal ended; a second signal does not wait. */
function stopOnSignal(worker: StandaloneWorker, log: WorkerLog): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      const exitCode = 128 + constants.signals[signal];
      if (stopping) process.exit(exitCode);
      stopping = true;
      log.info({ signal }, 'Stopping');
      void worker.stop().then(() => {
        log.info('Stopped');
        process.exit(exitCode);
      });
    });
  }
}

await main();
