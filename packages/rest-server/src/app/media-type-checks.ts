import type { FastifyRequest } from 'fastify';
import { acceptsJson, contentKind } from '../http/media-types.ts';
import { StatusError } from '../http/status-error.ts';

/** @throws StatusError for a body of a kind that no route takes, or a client that takes no answer of this route. */
export function refuseMediaTypes({ headers }: FastifyRequest, answersInText: boolean): void {
  if (contentKind(headers['content-type']) === 'other') throw new StatusError(415);
  // Of an answer that is text everybody can make something, whatever they say that they accept.
  if (!answersInText && !acceptsJson(headers.accept)) throw new StatusError(406);
}
