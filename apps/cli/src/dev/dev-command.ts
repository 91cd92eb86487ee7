import { mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stopOnSignal } from '../stop-on-signal.ts';
import { devUsage, parseDevArguments, type DevArguments } from './dev-arguments.ts';
import { startDev } from './start-dev.ts';
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
    stopOnSignal(running, '\nStopping …\n');
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
