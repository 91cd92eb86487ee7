import type { RestExtensionAnswer, RestExtensionRequest, RestExtensionRoute } from '@sluice/connect-api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExtensionSet } from '../extensions/extension-set.ts';
import { parseRequestTarget } from '../http/request-target.ts';
import type { Guard } from './guard.ts';

/** A guard that has the extensions decide. */
export function guardBy(extensions: ExtensionSet): Guard | null {
  if (!extensions.guards) return null;
  return async (request, reply) => {
    const refusal = await extensions.authorize(asExtensionRequest(request));
    if (refusal === null) return true;
    await sendExtensionAnswer(reply, refusal);
    return false;
  };
}

/** Serves a route of an extension. */
export function serveExtensionRoute(
  app: FastifyInstance,
  route: RestExtensionRoute,
  guard: Guard | null,
): void {
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    onRequest: async (request, reply) => {
      if (guard !== null && !(await guard(request, reply))) return reply;
      return undefined;
    },
    handler: async (request, reply) => {
      const answer = await route.handle({
        ...asExtensionRequest(request),
        pathParams: request.params as Readonly<Record<string, string>>,
        body: (request.body as Buffer | undefined) ?? Buffer.alloc(0),
      });
      return sendExtensionAnswer(reply, answer);
    },
  });
}

function asExtensionRequest({ method, originalUrl, headers, ip }: FastifyRequest): RestExtensionRequest {
  const { path, query } = parseRequestTarget(originalUrl);
  return { method, path, query, headers, remoteAddress: ip };
}

function sendExtensionAnswer(reply: FastifyReply, answer: RestExtensionAnswer): FastifyReply {
  const { status, contentType = 'application/json', headers = {}, body } = answer;
  reply.code(status).headers({ ...headers });
  if (body === undefined) return reply.send();
  return reply
    .header('content-type', contentType)
    .serializer((text: unknown) => String(text))
    .send(body);
}
