import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with one line that tools and people can read: `N passed, N failed`. Before it stands which tests needed a second
 * attempt: each of them is a fault to be found, in itself or in what it tests.
 */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    const unsteady: string[] = [];
    for (const module of modules) {
      const before = failed;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
        if (test.diagnostic()?.flaky === true) unsteady.push(`${module.relativeModuleId} > ${test.fullName}`);
      }
      if (module.state() === 'failed' && failed === before) failed++;
    }
    const lines = unsteady.map((name) => `passed at the second attempt only: ${name}\n`);
    process.once('exit', () => process.stdout.write(`${lines.join('')}${passed} passed, ${failed} failed\n`));
  }
}
