import { isConnectError } from '../src/index.ts';
import type { ErrorNotation } from './notation.ts';

/** How something failed, in the way the vectors say it: with the simple name of the Java class. */
export interface Failure {
  readonly class: string;
  readonly message: string;
}

/** What came out of something that may fail. */
export type Outcome = { readonly output: unknown } | { readonly error: Failure | 'whatever' };

/** Runs what should fail; `null` when it does not. */
export function failureOf(run: () => unknown): Failure | null {
  try {
    run();
    return null;
  } catch (error) {
    return describeFailure(error);
  }
}

/** What {@link failureOf} should be like; with vitest's `toMatchObject`. */
export function expectedFailure(error: ErrorNotation): object {
  return error.portable === false ? {} : { class: error.class, message: error.message };
}

/** Runs something; how it fails is left out where the vector says that only failing matters. */
export function outcomeOf(run: () => unknown, error: ErrorNotation | undefined): Outcome {
  try {
    return { output: run() };
  } catch (thrown) {
    return { error: error?.portable === false ? 'whatever' : describeFailure(thrown) };
  }
}

/** What {@link outcomeOf} should be: the output, or the failure where the vector has one. */
export function expectedOutcome(output: unknown, error: ErrorNotation | undefined): Outcome {
  if (error === undefined) return { output };
  if (error.portable === false) return { error: 'whatever' };
  return { error: { class: error.class, message: error.message ?? '' } };
}

function describeFailure(error: unknown): Failure {
  const className = isConnectError(error) ? error.javaClassName : (error as Error).name;
  return { class: className.slice(className.lastIndexOf('.') + 1), message: (error as Error).message };
}
