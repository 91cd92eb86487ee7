import type { Difference } from './differences.ts';
import type { Json } from '../scenario/scenario.ts';

/** A difference that is meant to be. */
export interface Deliberate {
  readonly reason: string;
  /** Where: `scenario: title of the step`; every answer that has the place when left out. */
  readonly steps?: readonly string[];
  readonly changes: readonly Change[];
}

export interface Change {
  /** As in a Difference. */
  readonly path: string;
  /** What Java answers there; left out where it answers nothing. */
  readonly java?: Json | typeof anything;
  /** What Sluice answers there; left out where it answers nothing. */
  readonly sluice?: Json | typeof anything;
}

/** Stands for whatever is there: where the whole place is what one of the workers does not have. */
export const anything = Symbol('anything');

export interface FoundDifference extends Difference {
  /** `scenario: title of the step` */
  readonly step: string;
}

export interface Judgement {
  /** Differences that nobody meant. */
  readonly unexpected: readonly FoundDifference[];
  /** `reason: step: path` of what is listed and did not occur. */
  readonly vanished: readonly string[];
}

/** Sets the differences found in all answers against the list of those that are meant to be. */
export function judge(found: readonly FoundDifference[], list: readonly Deliberate[]): Judgement {
  const expectations = list.flatMap(expectationsOf);
  const matched = new Set<Expectation>();
  const unexpected = found.filter((difference) => {
    const matching = expectations.filter((expectation) => expects(expectation, difference));
    for (const expectation of matching) matched.add(expectation);
    return matching.length === 0;
  });
  const vanished = expectations
    .filter((expectation) => !matched.has(expectation))
    .map(({ reason, step = 'any step', change }) => `${reason}: ${step}: ${change.path}`);
  return { unexpected, vanished };
}

interface Expectation {
  readonly reason: string;
  readonly step: string | undefined;
  readonly change: Change;
}

function expectationsOf({ reason, steps, changes }: Deliberate): Expectation[] {
  return (steps ?? [undefined]).flatMap((step) => changes.map((change) => ({ reason, step, change })));
}

function expects({ step, change }: Expectation, difference: FoundDifference): boolean {
  return (
    (step === undefined || step === difference.step) &&
    change.path === difference.path &&
    isExpected(change.java, difference.java) &&
    isExpected(change.sluice, difference.sluice)
  );
}

function isExpected(expected: Change['java'], value: Json | undefined): boolean {
  if (expected === anything) return value !== undefined;
  return JSON.stringify(expected) === JSON.stringify(value);
}
