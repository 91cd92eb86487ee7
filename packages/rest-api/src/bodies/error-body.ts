import { integer, nullable, object, text, type BodyOf } from '../shape/shape.ts';

/** The body of an answer that says why a request failed; `error_code` is the HTTP status. */
export const errorMessage = object('ErrorMessage', { error_code: integer, message: nullable(text) });
export type ErrorMessage = BodyOf<typeof errorMessage>;
