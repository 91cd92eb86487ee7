import type { AnswerShape, BodyOf } from '../shape/shape.ts';
import type { Answer, PathParam, QueryParam, Route } from './route.ts';

/** The path parameters of a route, parsed. */
export type PathValues<R extends Route> = {
  readonly [K in keyof R['pathParams']]: R['pathParams'][K] extends { readonly kind: 'integer' }
    ? number
    : string;
};

/** The query of a route, parsed: `null` is a list parameter that was not given at all. */
export type QueryValues<R extends Route> = {
  readonly [K in keyof R['query']]: R['query'][K] extends { readonly kind: 'boolean' }
    ? boolean
    : R['query'][K] extends { readonly kind: 'text' }
      ? string
      : readonly string[] | null;
};

/** The request body of a route, decoded. */
export type RequestBodyOf<R extends Route> = R['requestBody'] extends infer S extends AnswerShape
  ? BodyOf<S>
  : null;

/** The status and body of every answer a route may give, failures aside. */
export type AnswerOf<R extends Route> = {
  [S in keyof R['responses']]: R['responses'][S] extends Answer<infer B>
    ? { readonly status: S; readonly body: B extends AnswerShape ? BodyOf<B> : null }
    : never;
}[keyof R['responses']];

export type AnswerBodyOf<R extends Route> = AnswerOf<R>['body'];

/** What a value of this parameter may be when a request is made. */
export type QueryArgument<Q extends QueryParam> = Q extends { readonly kind: 'list'; readonly known: infer V }
  ? V extends readonly (infer T)[]
    ? readonly T[]
    : never
  : Q extends { readonly kind: 'text' }
    ? string
    : boolean;

export type PathArgument<P extends PathParam> = P extends { readonly kind: 'integer' } ? number : string;
