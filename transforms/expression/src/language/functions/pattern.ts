import { RE2JS } from 're2js';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { ExpressionSyntaxError } from '../syntax/expression-issue.ts';
import { maxPatternLength, maxPatternSize } from '../syntax/limits.ts';

/** Instructions of a pattern that are tried on a character for one step. */
const instructionsPerStep = 16;

/** A regular expression of RE2, which takes a time that grows with the text as the text does. */
export class Pattern {
  readonly #regex: RE2JS;
  readonly #size: number;

  /**
   * @param start - where it stands in the text of the expression.
   * @throws ExpressionSyntaxError when it is no pattern, or too large.
   */
  constructor(pattern: string, start: number) {
    // Counted before it is compiled, which takes long for what is repeated very often.
    refuseBeyond(repetitionsIn(pattern), { what: 'repetitions', most: maxPatternSize, start });
    refuseBeyond(pattern.length, { what: 'characters', most: maxPatternLength, start });
    this.#regex = compiled(pattern, start);
    this.#size = this.#regex.programSize();
    refuseBeyond(this.#size, { what: 'instructions', most: maxPatternSize, start });
  }

  /** Whether some part of the text matches. @throws StepsExhausted */
  isIn(text: string, at: Evaluation): boolean {
    at.spend(Math.floor((text.length * this.#size) / instructionsPerStep));
    return this.#regex.test(text);
  }
}

const counts = /(?<!\\)\{(\d+)(?:,(\d*))?\}/g;

function repetitionsIn(pattern: string): number {
  const highest = Array.from(pattern.matchAll(counts), ([, from, to]) =>
    Math.max(Number(from), Number(to ?? 0)),
  );
  return highest.reduce((sum, count) => sum + count, 0);
}

interface Limit {
  readonly what: string;
  readonly most: number;
  readonly start: number;
}

function refuseBeyond(count: number, { what, most, start }: Limit): void {
  if (count <= most) return;
  throw new ExpressionSyntaxError(`the pattern is too large: ${count} ${what}, at most ${most}`, start);
}

function compiled(pattern: string, start: number): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new ExpressionSyntaxError(`this is no pattern of RE2: ${(error as Error).message}`, start);
  }
}
