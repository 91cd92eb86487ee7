import type { Value } from '../values/value.ts';
import type { Evaluation } from './evaluation.ts';

/** A part of an expression, compiled. @throws EvaluationFailure, StepsExhausted */
export type Code = (at: Evaluation) => Value;
