import { pino, type Logger } from 'pino';
import { javaLevelOf } from './java-levels.ts';
import { LogSecrets } from './log-secrets.ts';
import { rootLogger } from './logger-names.ts';
import { Loggers } from './loggers.ts';
import { readWorkLine, type WorkLine } from './work-lines.ts';

/** A log by which parts of a worker write; satisfies what plugins get as `PluginLogger`. */
export type PartLog = Logger;

/** The worker's log. Its children with a `logger` among their fields have the level of that name. */
export type WorkerLog = Logger & { readonly desk: LogDesk };

/** What may be done with a log. */
export interface LogDesk {
  readonly loggers: Loggers;
  readonly secrets: LogSecrets;
  /** Hears of every line about a connector or task. */
  onWorkLine: (line: WorkLine) => void;
}

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
  const loggers = new Loggers(javaLevelOf(level));
  const desk: LogDesk = { loggers, secrets: new LogSecrets(), onWorkLine: () => undefined };
  const write = (line: string): void => {
    const work = readWorkLine(line, desk.secrets);
    destination.write(work === null ? line : `${work.text}\n`);
    if (work !== null) desk.onWorkLine(work);
  };
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      onChild: (child) => loggers.adopt(nameOf(child), child),
    },
    { write },
  );
  loggers.adopt(rootLogger, log);
  return Object.assign(log, { desk });
}

function nameOf(child: Logger): string {
  const { logger } = child.bindings() as { readonly logger?: unknown };
  return typeof logger === 'string' ? logger : rootLogger;
}
