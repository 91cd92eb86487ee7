import { isUtf8 } from 'node:buffer';
import {
  decodeBody,
  readPathParams,
  readQuery,
  RequestBodyError,
  type RequestBodyOf,
  type Route,
} from '@sluice/rest-api';
import type { Call } from '../handlers/handler.ts';
import { contentKind } from '../http/media-types.ts';
import { StatusError } from '../http/status-error.ts';

/** A request for a route, nothing in it parsed. */
export interface ReceivedCall {
  readonly pathTexts: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Empty when there is none. */
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Parses a request.
 * @throws StatusError when the path names nothing or a body is not said to be JSON, RequestBodyError when the body is
 * not what the route takes.
 */
export function readCall<R extends Route>(
  route: R,
  received: ReceivedCall,
): Omit<Call<R>, 'herder' | 'observer'> {
  const path = readPathParams(route, received.pathTexts);
  if (path === null) throw new StatusError(404, { labelled: true });
  return { path, query: readQuery(route, received.query), body: readBody(route, received), received };
}

function readBody<R extends Route>(route: R, { body, contentType }: ReceivedCall): RequestBodyOf<R> {
  if (route.requestBody === null) return null as RequestBodyOf<R>;
  if (body.length > 0 && contentKind(contentType) === 'none') throw new StatusError(415, { labelled: true });
  const text = new TextDecoder().decode(body);
  if (!isUtf8(body)) {
    throw new RequestBodyError('The request body is not valid UTF-8', {
      text,
      offset: text.indexOf('\uFFFD'),
    });
  }
  return decodeBody(route.requestBody, text) as RequestBodyOf<R>;
}
