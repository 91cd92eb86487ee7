import { failure } from '../../language/evaluate/evaluation-failure.ts';
import { nsPerMs, type Instant } from '../../language/values/instant.ts';

/** An instant as Connect holds it. @throws EvaluationFailure when it is not a whole number of milliseconds. */
export function dateOf(instant: Instant): Date {
  if (instant.ns % nsPerMs === 0n) return new Date(instant.epochMs);
  throw failure('a timestamp of Connect counts milliseconds, this one is more exact: use string(…)');
}
