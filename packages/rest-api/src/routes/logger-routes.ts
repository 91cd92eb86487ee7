import { loggerLevel, setLoggerLevel } from '../bodies/logger-bodies.ts';
import { answer, defineRoute, failure } from '../route/route.ts';
import { list, map, text } from '../shape/shape.ts';
import { loggerName } from './path-params.ts';

export const listLoggers = defineRoute({
  method: 'GET',
  path: '/admin/loggers',
  summary: 'The loggers of this worker with their levels; those that are off are left out.',
  pathParams: {},
  query: {},
  requestBody: null,
  responses: { 200: answer('Always.', map(loggerLevel)) },
});

export const getLogger = defineRoute({
  method: 'GET',
  path: '/admin/loggers/{logger}',
  summary: 'The level of a logger.',
  pathParams: { logger: loggerName },
  query: {},
  requestBody: null,
  responses: {
    200: answer('The logger exists.', loggerLevel),
    404: failure('There is no such logger.'),
  },
});

export const setLogger = defineRoute({
  method: 'PUT',
  path: '/admin/loggers/{logger}',
  summary: 'Sets the level of a logger and of all below it. One that does not exist is created.',
  pathParams: { logger: loggerName },
  query: {
    scope: {
      kind: 'text',
      default: 'worker',
      doc: '`cluster`, in any letter case, sets it on every worker; anything else on this one.',
    },
  },
  requestBody: setLoggerLevel,
  responses: {
    200: answer('On this worker; the names of the loggers whose level has changed, sorted.', list(text)),
    204: answer('On every worker.', null),
    400: failure('The body has no `level`.'),
    404: failure('There is no such level.'),
  },
});
