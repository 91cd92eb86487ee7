import { pathPattern, routes, type Route, type RouteName } from '@sluice/rest-api';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allowedMethods } from '../http/allowed-methods.ts';
import { connectorLocation } from '../http/connector-location.ts';
import { answerError } from '../http/error-answer.ts';
import { acceptsJson, contentKind } from '../http/media-types.ts';
import { parseRequestTarget, pathProblem } from '../http/request-target.ts';
import { StatusError } from '../http/status-error.ts';
import type { OperationAnswer, Operations } from './operations.ts';
import { refuseConnection } from './refuse-connection.ts';
import type { RequestLog } from './request-log.ts';
import type { RunningRequests } from './running-requests.ts';

const maxBodyBytes = 16 * 1024 * 1024;
const maxNameLength = 16 * 1024;
const idleTimeoutMs = 90_000;

export interface FastifyAppParts {
  readonly operations: Operations;
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
  for (const name of Object.keys(routes) as RouteName[]) serveRoute(app, name, parts.operations);
  app.setNotFoundHandler(answerUndeclared);
  await app.ready();
  return app;
}

/** What holds for every request, also for one that no route takes. */
function watchRequests(app: FastifyInstance, { running, log }: FastifyAppParts): void {
  const failures = new WeakMap<FastifyRequest, unknown>();
  app.addHook('onRequest', (request, reply, done) => {
    running.add(reply.raw);
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

function serveRoute(app: FastifyInstance, name: RouteName, operations: Operations): void {
  const { method, path, responses }: Route = routes[name];
  const isText = Object.values(responses).some((response) => 'mediaType' in response);
  app.route({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    onRequest: isText ? refuseContentType : refuseMediaTypes,
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

/** Of an answer that is text everybody can make something, whatever they say that they accept. */
function refuseContentType(
  { headers }: FastifyRequest,
  _reply: FastifyReply,
  done: (error?: Error) => void,
): void {
  if (contentKind(headers['content-type']) === 'other') done(new StatusError(415));
  else done();
}

function refuseMediaTypes(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: (error?: Error) => void,
): void {
  const { 'content-type': contentType, accept } = request.headers;
  if (contentKind(contentType) === 'other') done(new StatusError(415));
  else if (acceptsJson(accept)) done();
  else done(new StatusError(406));
}

function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: OperationAnswer): FastifyReply {
  const { status, body, mediaType, createdConnector } = answer;
  if (createdConnector !== undefined) {
    const host = request.headers.host ?? `${request.socket.localAddress}:${request.socket.localPort}`;
    reply.header('location', connectorLocation(`${request.protocol}://${host}`, createdConnector));
  }
  if (body === null) return reply.code(status).send();
  if (mediaType !== undefined) return reply.code(status).header('content-type', mediaType).send(body);
  return sendJson(reply, status, { body, labelled: true });
}

function sendJson(
  reply: FastifyReply,
  status: number,
  { body, labelled }: { readonly body: unknown; readonly labelled: boolean },
): FastifyReply {
  if (labelled) reply.header('content-type', 'application/json');
  return reply.code(status).serializer(JSON.stringify).send(body);
}

const patterns = Object.values(routes).map(({ method, path }) => ({ method, pattern: pathPattern(path) }));

/** Answers for a path or a verb that no route has. */
function answerUndeclared(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { path } = parseRequestTarget(request.originalUrl);
  const methods = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  if (methods.length === 0) throw new StatusError(404);
  if (request.method !== 'OPTIONS') throw new StatusError(405);
  const allowed = allowedMethods(methods);
  reply.header('allow', allowed.join(',')).header('content-type', 'text/plain');
  return reply.send(allowed.join(', '));
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
