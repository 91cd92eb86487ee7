import { describe, it } from 'node:test';

/** The functions that tests are declared with: those of `node:test` by default, or those of vitest. */
export interface TestRunner {
  /** Groups tests under a name. */
  describe(name: string, declare: () => void): unknown;
  /** Declares a test, which fails when `run` throws or rejects. */
  it(name: string, run: () => Promise<void>): unknown;
}

export const nodeTestRunner: TestRunner = {
  describe: (name, declare) => describe(name, declare),
  it: (name, run) => it(name, run),
};
