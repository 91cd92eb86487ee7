/** An expression has no result for a record: an error of the language, which `||` and `&&` may get over. */
export class EvaluationFailure extends Error {
  /** Where in the text it happened, from 0; `null` as long as nobody knows. */
  start: number | null = null;

  constructor(message: string) {
    super(message);
    this.name = 'EvaluationFailure';
  }
}

/** The failure to be thrown where the place in the text is not known. */
export function failure(message: string): EvaluationFailure {
  return new EvaluationFailure(message);
}

/** The error, of which the place is known now. */
export function failedAt(error: unknown, start: number): unknown {
  if (error instanceof EvaluationFailure) error.start ??= start;
  return error;
}

/** An evaluation has taken all the steps that it may. Nothing in the language gets over it. */
export class StepsExhausted extends Error {
  readonly start: number;

  constructor(start: number) {
    super('the steps are used up');
    this.name = 'StepsExhausted';
    this.start = start;
  }
}
