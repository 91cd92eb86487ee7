import type { Evaluation } from '../../language/evaluate/evaluation.ts';
import type { Value } from '../../language/values/value.ts';

/**
 * Makes a value of Connect of one of the language, null included.
 * @throws EvaluationFailure when it cannot hold the value exactly, StepsExhausted.
 */
export type Write = (value: Value, at: Evaluation) => unknown;
