import type { ServerOptions } from 'node:https';
import type { RestExtensionRoute } from '@sluice/connect-api';
import { routes, type Route, type RouteName } from '@sluice/rest-api';
import type { HeaderRule } from '@sluice/runtime';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CrossOrigin } from '../http/cross-origin.ts';
import { answerError } from '../http/error-answer.ts';
import { addHeaders } from '../http/extra-headers.ts';
import { parseRequestTarget, pathProblem } from '../http/request-target.ts';
import { StatusError } from '../http/status-error.ts';
import type { Operations } from '../server/operations.ts';
import { serveExtensionRoute } from './extension-requests.ts';
import type { Guard } from './guard.ts';
import { refuseMediaTypes } from './media-type-checks.ts';
import { refuseConnection } from './refuse-connection.ts';
import type { RequestLog } from './request-log.ts';
import type { RunningRequests } from './running-requests.ts';
import { sendAnswer, sendJson } from './send-answer.ts';
import { answerUndeclared, type DeclaredRoute } from './undeclared.ts';

const maxBodyBytes = 16 * 1024 * 1024;
const maxNameLength = 16 * 1024;
const idleTimeoutMs = 90_000;

/** What answers of one kind of listener get beside what the operations answer. */
export interface AnswerHeaders {
  readonly crossOrigin: CrossOrigin | null;
  readonly rules: readonly HeaderRule[];
}

export interface FastifyAppParts {
  readonly operations: Operations;
  /** What is served; everything else is not there. */
  readonly routeNames: readonly RouteName[];
  /** `null`: plain HTTP. */
  readonly https: ServerOptions | null;
  readonly headers: AnswerHeaders;
  readonly guard: Guard | null;
  /** Of extensions, beside those of the worker. */
  readonly extensionRoutes: readonly RestExtensionRoute[];
  readonly running: RunningRequests;
  readonly log: RequestLog;
}

/** Stands in for Fastify's schema compilers, whose loading takes 30 ms: no route here has a Fastify schema. */
function noCompiler(): never {
  throw new TypeError('Routes decode and encode their bodies themselves');
}

/** The HTTP side of the operations for one listener, not listening yet. */
export async function createFastifyApp(parts: FastifyAppParts): Promise<FastifyInstance> {
  // Loading Fastify takes some 45 ms: those who need only the listeners' syntax do not pay for it.
  const { fastify } = await import('fastify');
  const app = fastify({
    https: parts.https,
    bodyLimit: maxBodyBytes,
    keepAliveTimeout: idleTimeoutMs,
    requestTimeout: idleTimeoutMs,
    return503OnClosing: false,
    rewriteUrl: ({ url = '/' }) => parseRequestTarget(url).path,
    frameworkErrors: (_error, request, reply) => refuseUndecodablePath(request, reply),
    clientErrorHandler: refuseConnection,
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: maxNameLength },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  watchRequests(app, parts);
  for (const name of parts.routeNames) serveRoute(app, name, parts);
  for (const route of parts.extensionRoutes) serveExtensionRoute(app, route, parts.guard);
  app.setNotFoundHandler(answerUndeclared(declaredBy(parts), parts.guard));
  await app.ready();
  return app;
}

function declaredBy({ routeNames, extensionRoutes }: FastifyAppParts): DeclaredRoute[] {
  return [...routeNames.map((name): Route => routes[name]), ...extensionRoutes];
}

/** What holds for every request, also for one that no route takes. */
function watchRequests(app: FastifyInstance, { running, log, headers }: FastifyAppParts): void {
  const failures = new WeakMap<FastifyRequest, unknown>();
  app.addHook('onRequest', (request, reply, done) => {
    running.add(reply.raw);
    decorate(request, reply, headers);
    const problem = pathProblem(parseRequestTarget(request.originalUrl).path);
    if (problem === null) done();
    else done(new StatusError(400, { labelled: true, message: problem }));
  });
  app.setErrorHandler((error, request, reply) => {
    const answer = answerError(fromFramework(error as Partial<FastifyError>));
    if (answer.unforeseen) failures.set(request, error);
    sendJson(reply, answer.status, answer);
  });
  app.addHook('onResponse', (request, reply, done) => {
    logRequest(log, { request, reply, failure: failures.get(request) });
    done();
  });
}

function decorate(
  { method, headers: received }: FastifyRequest,
  reply: FastifyReply,
  { crossOrigin, rules }: AnswerHeaders,
): void {
  addHeaders(reply, rules);
  const { origin, 'access-control-request-method': requestedMethod } = received;
  const added = crossOrigin?.headersFor({ method, origin, requestedMethod }) ?? [];
  for (const [name, value] of added) reply.header(name, value);
}

function serveRoute(app: FastifyInstance, name: RouteName, { operations, guard }: FastifyAppParts): void {
  const { method, path, responses }: Route = routes[name];
  const answersInText = Object.values(responses).some((response) => 'mediaType' in response);
  app.route({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    onRequest: async (request, reply) => {
      refuseMediaTypes(request, answersInText);
      if (guard !== null && !(await guard(request, reply))) return reply;
      return undefined;
    },
    handler: async (request, reply) => {
      const answer = await operations.run(name, {
        pathTexts: request.params as Record<string, string>,
        query: new URLSearchParams(parseRequestTarget(request.originalUrl).query),
        body: (request.body as Buffer | undefined) ?? Buffer.alloc(0),
        contentType: request.headers['content-type'],
        headers: request.headers,
      });
      return sendAnswer(request, reply, answer);
    },
  });
}

/** The router could not decode the path, and runs no hooks then. */
function refuseUndecodablePath({ originalUrl }: FastifyRequest, reply: FastifyReply): void {
  const message = pathProblem(parseRequestTarget(originalUrl).path) ?? 'Malformed path';
  sendJson(reply, 400, answerError(new StatusError(400, { labelled: true, message })));
}

/** Fastify's own refusals of a request in our words. */
function fromFramework(error: Partial<FastifyError>): unknown {
  const { code = '', statusCode = 500, message = '' } = error;
  if (!code.startsWith('FST_') || statusCode >= 500) return error;
  if (statusCode !== 413) return new StatusError(400, { labelled: true, message });
  const limit = `The request body is larger than ${maxBodyBytes} bytes`;
  return new StatusError(413, { labelled: true, message: limit });
}

interface Finished {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** What nobody foresaw, `undefined` if that did not happen. */
  readonly failure: unknown;
}

function logRequest(log: RequestLog, { request, reply, failure }: Finished): void {
  const fields = {
    method: request.method,
    url: request.originalUrl,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
    remoteAddress: request.ip,
  };
  if (failure === undefined) log.info(fields, 'Answered a REST request');
  else log.error({ ...fields, err: failure }, 'A REST request failed unexpectedly');
}
