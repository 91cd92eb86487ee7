import { errorMessage } from '../bodies/error-body.ts';
import { text, type AnswerShape, type Shape, type TextShape } from '../shape/shape.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A part of a path that stands for a name or a number. */
export interface PathParam {
  readonly kind: 'text' | 'integer';
  readonly doc: string;
}

/** A parameter after the `?`. Its name counts letter case. */
export type QueryParam =
  | { readonly kind: 'boolean'; readonly default: boolean; readonly doc: string }
  /** What it may be is for the operation to say. */
  | { readonly kind: 'text'; readonly default: string; readonly doc: string }
  /** May be repeated; what is not among the known values has no meaning of its own. */
  | { readonly kind: 'list'; readonly known: readonly string[]; readonly doc: string };

/** What a request was answered with, when everything is as it should be. */
export interface Answer<S extends AnswerShape | null = AnswerShape | null> {
  readonly kind: 'answer';
  readonly when: string;
  /** `null`: the answer has no body. */
  readonly body: S;
  /** Of an answer that is text and no JSON. */
  readonly mediaType?: string;
  /** Whether a `Location` header names what was created. */
  readonly location: boolean;
}

/** Why a request failed; the body is always an {@link errorMessage}. */
export interface Failure {
  readonly kind: 'failure';
  readonly when: string;
  readonly body: typeof errorMessage;
}

/** One operation of the REST API. Server, client and descriptions of the API derive from it. */
export interface Route {
  readonly method: HttpMethod;
  /** With `{name}` where a path parameter stands. */
  readonly path: string;
  readonly summary: string;
  readonly pathParams: Readonly<Record<string, PathParam>>;
  readonly query: Readonly<Record<string, QueryParam>>;
  /** `null`: a body is not looked at. */
  readonly requestBody: Shape | null;
  /** By status; those that every route may answer are not among them. */
  readonly responses: Readonly<Record<number, Answer | Failure>>;
}

/** The names in the braces of a path. */
type PathParamName<P extends string> = P extends `${string}{${infer N}}${infer Rest}`
  ? N | PathParamName<Rest>
  : never;

/** A route whose path parameters are exactly those of its path. */
type RouteWithPath<P extends string> = Route & {
  readonly path: P;
  readonly pathParams: Readonly<Record<PathParamName<P>, PathParam>>;
};

export function defineRoute<const P extends string, const R extends RouteWithPath<P>>(
  route: R & { readonly path: P },
): R {
  return route;
}

export function answer<const S extends AnswerShape | null>(when: string, body: S): Answer<S> {
  return { kind: 'answer', when, body, location: false };
}

/** An answer whose body is text of another kind than JSON. */
export function plainText(when: string, mediaType: string): Answer<TextShape> {
  return { kind: 'answer', when, body: text, mediaType, location: false };
}

/** The answer that something was created: `Location` says where it is. */
export function created<const S extends AnswerShape>(when: string, body: S): Answer<S> {
  return { kind: 'answer', when, body, location: true };
}

export function failure(when: string): Failure {
  return { kind: 'failure', when, body: errorMessage };
}
