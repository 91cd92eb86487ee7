import type { Value } from '../values/value.ts';
import { StepsExhausted } from './evaluation-failure.ts';

/** Characters and bytes that are read, or made, for one step. */
const readPerStep = 64;
const madePerStep = 16;

/**
 * One evaluation after the other: what it works on, its variables, and how many steps it may still take. Every item
 * of a loop, and everything that takes longer the larger a value is, takes steps; so time and memory are bounded by
 * their number, the same each time. Once they are used up, whatever is tried fails.
 */
export class Evaluation<Input = unknown> {
  readonly maxSteps: number;
  /** Values of the names that loops and `cel.bind` introduce, outermost first. */
  readonly locals: Value[] = [];
  #input: Input | null = null;
  #stepsLeft = 0;
  /** Where in the text the evaluation is: as exact as needed to say where the steps ended. */
  start = 0;

  constructor(maxSteps: number) {
    this.maxSteps = maxSteps;
  }

  /** What is worked on, between {@link begin} and {@link end}. */
  get input(): Input {
    return this.#input as Input;
  }

  /** The steps taken since {@link begin}. */
  get steps(): number {
    return this.maxSteps - this.#stepsLeft;
  }

  begin(input: Input): void {
    this.#input = input;
    this.#stepsLeft = this.maxSteps;
  }

  /** Lets go of the input and the variables. */
  end(): void {
    this.#input = null;
    this.locals.length = 0;
  }

  /** @throws StepsExhausted when there are not so many left. */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0) throw new StepsExhausted(this.start);
  }

  /** Takes the steps for going through so many characters or bytes. @throws StepsExhausted */
  spendOnReading(size: number): void {
    this.spend(Math.floor(size / readPerStep));
  }

  /** Takes the steps for so many new characters or bytes, before they are made. @throws StepsExhausted */
  spendOnMaking(size: number): void {
    this.spend(Math.ceil(size / madePerStep));
  }
}
