import type { Route } from '../route/route.ts';
import { RestError } from './rest-errors.ts';

/** A response that has been read to its end. */
export interface ReceivedAnswer {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/**
 * The body of a response that the route declares as an answer, `null` when that has none.
 * @throws RestError for every other response.
 */
export function readAnswer(route: Route, received: ReceivedAnswer): unknown {
  const { status, text } = received;
  const declared = route.responses[status];
  if (declared?.kind !== 'answer') throw failureOf(received);
  if (declared.body === null) return null;
  if (declared.mediaType !== undefined) return text;
  const body = parseJson(text);
  if (body === undefined) throw notOfConnect(received);
  return body;
}

function failureOf(received: ReceivedAnswer): RestError {
  const { status, text } = received;
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || !('message' in body)) return notOfConnect(received);
  const { message, error_code: errorCode = status } = body as { message: unknown; error_code?: unknown };
  return new RestError(typeof message === 'string' ? message : `HTTP ${status}`, {
    status,
    errorCode: Number(errorCode),
  });
}

/** `undefined` when it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function notOfConnect({ status, url }: ReceivedAnswer): RestError {
  const message = `${url} answered ${status} without a body of Kafka Connect's: it is another server, or a worker that still starts`;
  return new RestError(message, { status, errorCode: status });
}
