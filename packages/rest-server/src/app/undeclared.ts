import { pathPattern, type Route } from '@sluice/rest-api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allowedMethods } from '../http/allowed-methods.ts';
import { parseRequestTarget } from '../http/request-target.ts';
import { StatusError } from '../http/status-error.ts';
import type { Guard } from './guard.ts';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** A route that there is. */
export type DeclaredRoute = Pick<Route, 'method' | 'path'>;

/** Answers for a path or a verb that none of these routes has. */
export function answerUndeclared(declared: readonly DeclaredRoute[], guard: Guard | null): Handler {
  const patterns = declared.map(({ method, path }) => ({ method, pattern: pathPattern(path) }));
  return async (request, reply) => {
    const { path } = parseRequestTarget(request.originalUrl);
    const methods = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0) throw new StatusError(404);
    if (request.method !== 'OPTIONS') throw new StatusError(405);
    if (guard !== null && !(await guard(request, reply))) return reply;
    const allowed = allowedMethods(methods);
    reply.header('allow', allowed.join(',')).header('content-type', 'text/plain');
    return reply.send(allowed.join(', '));
  };
}
