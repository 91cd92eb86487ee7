import type { TestRunner } from '../src/test-runner.ts';

/** Collects declared tests instead of running them, to run them and see which fail. */
export class CollectedTests implements TestRunner {
  readonly #tests: { readonly name: string; readonly run: () => Promise<void> }[] = [];

  describe(_name: string, declare: () => void): void {
    declare();
  }

  it(name: string, run: () => Promise<void>): void {
    this.#tests.push({ name, run });
  }

  get names(): string[] {
    return this.#tests.map(({ name }) => name);
  }

  /** What each test that fails says, by its name; of all tests, or of one. */
  async failures(only?: string): Promise<Record<string, string>> {
    const failures: Record<string, string> = {};
    const tests = this.#tests.filter(({ name }) => only === undefined || name === only);
    for (const { name, run } of tests) {
      try {
        await run();
      } catch (error) {
        failures[name] = (error as Error).message;
      }
    }
    return failures;
  }
}
