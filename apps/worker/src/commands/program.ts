import { constants } from 'node:os';
import { errorCatalogue, errorCodeOf } from '@sluice/connect-api';
import { createWorkerLog, logLevelOf, type WorkerLog } from '@sluice/runtime';
import { readPropertiesFile } from './properties-file.ts';

/** The log of a program; one that cannot be opened ends it. */
export function openLog(): WorkerLog {
  try {
    return createWorkerLog({ level: logLevelOf(process.env) });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(exitCodeOf(error));
  }
}

export function exitCodeOf(error: unknown): number {
  return errorCatalogue[errorCodeOf(error)].exitCode;
}

/** An empty path is an empty configuration. @throws ConfigError */
export function readWorkerFile(path: string): Record<string, string> {
  return path === '' ? {} : readPropertiesFile(path);
}

/** Ends gracefully, with the exit code of a process that the signal ended; a second signal does not wait. */
export function stopOnSignal(worker: { stop(): Promise<void> }, log: WorkerLog): void {
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
