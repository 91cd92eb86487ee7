import { mkdirSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { devUsage, parseDevArguments, type DevArguments } from './dev-arguments.ts';
import { startDev, type Dev } from './start-dev.ts';
import { welcome } from './welcome.ts';

/** `sluice dev`: a dev broker and a worker in one process. */
export async function dev(args: readonly string[]): Promise<void> {
  const parsed = readArguments(args);
  if (parsed === null) {
    process.stdout.write(devUsage);
    return;
  }
  const folder = resolve(parsed.dataFolder);
  const logFile = join(folder, 'sluice.log');
  try {
    mkdirSync(folder, { recursive: true });
    const running = await startDev({ ...parsed, folder, logFile, logFd: openSync(logFile, 'a') });
    stopOnSignal(running);
    process.stdout.write(welcome({ ...running, logFile, startMs: Math.round(performance.now()) }));
  } catch (error) {
    process.stderr.write(`sluice dev cannot start: ${(error as Error).message}\nThe log is ${logFile}.\n`);
    process.exit(2);
  }
}

function readArguments(args: readonly string[]): DevArguments | null {
  try {
    return parseDevArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${devUsage}`);
    process.exit(1);
  }
}

/** Ends gracefully; a second signal does not wait. */
function stopOnSignal(running: Dev): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      const exitCode = 128 + constants.signals[signal];
      if (stopping) process.exit(exitCode);
      stopping = true;
      process.stdout.write('\nStopping …\n');
      void running.stop().then(() => process.exit(exitCode));
    });
  }
}
