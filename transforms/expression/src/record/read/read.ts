import type { Value } from '../../language/values/value.ts';

/** Makes a value of the language of one of Connect, null included. @throws EvaluationFailure when there is none. */
export type Read = (raw: unknown) => Value;
