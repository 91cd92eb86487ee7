import type { Route } from '../route/route.ts';
import { formatPath } from '../route/route-path.ts';
import { formatQuery } from '../route/route-query.ts';
import type { AnswerBodyOf, PathArgument, QueryArgument, RequestBodyOf } from '../route/route-values.ts';
import { formatJson } from '../json/format-json.ts';
import { readAnswer, type ReceivedAnswer } from './read-answer.ts';
import { RestUnreachableError } from './rest-errors.ts';

/** What is sent; a part of what the global `fetch` understands. */
export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What is received; a part of a `Response`. */
export interface HttpResponse {
  readonly status: number;
  text(): Promise<string>;
}

export interface RestClientOptions {
  /** The address of a worker, e.g. `http://localhost:8083`; a path in it is kept. */
  readonly baseUrl: string;
  /** The global `fetch` by default. */
  readonly fetch?: (url: string, request: HttpRequest) => Promise<HttpResponse>;
  /** Sent with every request, e.g. `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CallOptions {
  /** Ends the call; the worker carries out what it has begun. */
  readonly signal?: AbortSignal;
}

/** The arguments of a route by name: path parameters, query parameters, and `body` where it takes one. */
export type RouteArguments<R extends Route> = {
  readonly [K in keyof R['pathParams']]: PathArgument<R['pathParams'][K]>;
} & {
  readonly [K in keyof R['query']]?: QueryArgument<R['query'][K]>;
} & (R['requestBody'] extends null ? unknown : { readonly body: RequestBodyOf<R> });

/** The arguments may be left out where none is required. */
export type CallParameters<R extends Route> = [keyof R['pathParams'], R['requestBody']] extends [never, null]
  ? [args?: RouteArguments<R>, options?: CallOptions]
  : [args: RouteArguments<R>, options?: CallOptions];

export interface RestClient {
  /**
   * Calls one operation and returns the body of its answer, `null` when that has none.
   * @throws RestError when the worker answers with a failure, RestUnreachableError when nothing answers, RangeError
   * for a name that no URL can carry.
   */
  call<R extends Route>(route: R, ...parameters: CallParameters<R>): Promise<AnswerBodyOf<R>>;
}

/** A client of one worker. It keeps no state and retries nothing. */
export function createRestClient(options: RestClientOptions): RestClient {
  const call = (route: Route, args: Arguments = {}, { signal }: CallOptions = {}): Promise<unknown> =>
    send(options, route, { args, signal });
  return { call };
}

type Arguments = Readonly<Record<string, unknown>>;

/** Failures are JSON whatever else is text. */
function acceptedBy({ responses }: Route): string {
  const others = Object.values(responses).flatMap((response) =>
    'mediaType' in response && response.mediaType !== undefined ? [response.mediaType] : [],
  );
  return [...others, 'application/json'].join(', ');
}

interface Call {
  readonly args: Arguments;
  readonly signal: AbortSignal | undefined;
}

async function send(options: RestClientOptions, route: Route, { args, signal }: Call): Promise<unknown> {
  const { fetch = globalThis.fetch, headers = {} } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const url = `${baseUrl}${formatPath(route.path, args)}${formatQuery(route, args)}`;
  const hasBody = route.requestBody !== null;
  const request: HttpRequest = {
    method: route.method,
    headers: {
      accept: acceptedBy(route),
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(hasBody ? { body: formatJson(args['body']) } : {}),
    ...(signal === undefined ? {} : { signal }),
  };
  let received: ReceivedAnswer;
  try {
    const response = await fetch(url, request);
    received = { url, status: response.status, text: await response.text() };
  } catch (error) {
    throw signal?.aborted === true ? error : new RestUnreachableError(baseUrl, error);
  }
  return readAnswer(route, received);
}
