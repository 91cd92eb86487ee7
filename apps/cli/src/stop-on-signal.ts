import { constants } from 'node:os';

/**
 * Ends gracefully, with the exit code of a process that the signal ended; a second signal does not wait.
 * @param announce - written when it begins.
 */
export function stopOnSignal(running: { stop(): Promise<void> }, announce = ''): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      const exitCode = 128 + constants.signals[signal];
      if (stopping) process.exit(exitCode);
      stopping = true;
      process.stdout.write(announce);
      void running.stop().then(() => process.exit(exitCode));
    });
  }
}
