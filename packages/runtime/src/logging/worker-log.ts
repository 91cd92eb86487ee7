import { pino, type Logger } from 'pino';

/** The worker's log; satisfies what plugins get as `PluginLogger`. */
export type WorkerLog = Logger;

export interface WorkerLogOptions {
  readonly level: string;
  /** A file descriptor; standard output by default. */
  readonly fd?: number;
}

/**
 * Writes one JSON line a message, at once: whatever ends the process or thread, the last lines are there, and
 * lines of several threads do not mix.
 */
export function createWorkerLog({ level, fd = 1 }: WorkerLogOptions): WorkerLog {
  const destination = pino.destination({ fd, sync: true });
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
