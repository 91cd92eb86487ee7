import type { FastifyReply, FastifyRequest } from 'fastify';
import { connectorLocation } from '../http/connector-location.ts';
import type { OperationAnswer } from '../server/operations.ts';

/** Sends what an operation answers. */
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: OperationAnswer,
): FastifyReply {
  const { status, body, mediaType, createdConnector } = answer;
  if (createdConnector !== undefined) {
    const host = request.headers.host ?? `${request.socket.localAddress}:${request.socket.localPort}`;
    reply.header('location', connectorLocation(`${request.protocol}://${host}`, createdConnector));
  }
  if (body === null) return reply.code(status).send();
  if (mediaType !== undefined) return reply.code(status).header('content-type', mediaType).send(body);
  return sendJson(reply, status, { body, labelled: true });
}

export function sendJson(
  reply: FastifyReply,
  status: number,
  { body, labelled }: { readonly body: unknown; readonly labelled: boolean },
): FastifyReply {
  if (labelled) reply.header('content-type', 'application/json');
  return reply.code(status).serializer(JSON.stringify).send(body);
}
