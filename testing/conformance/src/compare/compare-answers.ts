import type { StepAnswer } from '../scenario/run-scenario.ts';
import type { Json } from '../scenario/scenario.ts';
import type { FoundDifference } from './deliberate.ts';
import { findDifferences } from './differences.ts';

/** The differences between the answers of two workers to the same scenario. */
export function compareAnswers(
  scenario: string,
  java: readonly StepAnswer[],
  sluice: readonly StepAnswer[],
): FoundDifference[] {
  return java.flatMap(({ title, answer }, index) =>
    findDifferences(answer as unknown as Json, sluice[index]?.answer as unknown as Json).map(
      (difference) => ({
        step: `${scenario}: ${title}`,
        ...difference,
      }),
    ),
  );
}
