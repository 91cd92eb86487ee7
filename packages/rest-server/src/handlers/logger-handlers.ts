import { BadRequestError, NotFoundError } from '@sluice/connect-api';
import type { LoggerLevel } from '@sluice/rest-api';
import { parseJavaLevel, type JavaLevel } from '@sluice/runtime';
import type { HandlersOf } from './handler.ts';

type LoggerRoute = 'listLoggers' | 'getLogger' | 'setLogger';

interface KnownLevel {
  readonly level: string;
  readonly lastModifiedMs: number | null;
}

export const loggerHandlers: HandlersOf<LoggerRoute> = {
  async listLoggers({ observer }) {
    const shown = observer.loggers.all().filter(([, { level }]) => level !== 'OFF');
    const body = Object.fromEntries(shown.map(([name, level]) => [name, bodyOf(level)]));
    return Promise.resolve({ status: 200, body });
  },

  async getLogger({ observer, path }) {
    const level = observer.loggers.get(canonical(path.logger));
    if (level === undefined) {
      throw new NotFoundError(`Logger ${path.logger} not found.`, { code: 'LOGGER_NOT_FOUND' });
    }
    return Promise.resolve({ status: 200, body: bodyOf(level) });
  },

  async setLogger({ observer, path, query, body }) {
    const level = readLevel(body['level']);
    const name = canonical(path.logger);
    if (query.scope.toLowerCase() !== 'cluster') {
      return { status: 200, body: observer.loggers.set(name, level) };
    }
    if (observer.setClusterLevel === null) observer.loggers.set(name, level);
    else await observer.setClusterLevel(name, level);
    return { status: 204, body: null };
  },
};

function readLevel(text: string | null | undefined): JavaLevel {
  if (text === undefined || text === null || text === '') {
    throw new BadRequestError("Desired 'level' parameter was not specified in request.", {
      code: 'LOG_LEVEL_MISSING',
    });
  }
  const level = parseJavaLevel(text);
  if (level !== null) return level;
  throw new NotFoundError(`invalid log level '${text}'.`, { code: 'LOG_LEVEL_UNKNOWN' });
}

/** The name of the root counts in any letter case. */
function canonical(name: string): string {
  return name.toLowerCase() === 'root' ? 'root' : name;
}

function bodyOf({ level, lastModifiedMs }: KnownLevel): LoggerLevel {
  return { level, last_modified: lastModifiedMs };
}
