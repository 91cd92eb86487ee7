import { deepEqual, equal } from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { listedAs, probePackage, scanPluginLocations, type AnyPlugin } from '@sluice/runtime';
import { nodeTestRunner, type TestRunner } from '../test-runner.ts';

/** What the tests of a package need to know. */
export interface PluginPackageTests {
  /** With what tests are declared; `node:test` by default. */
  readonly runner?: TestRunner;
}

/**
 * Declares the tests that every package of plugins has to pass: its package.json says what a worker looks for there, and
 * the module that it names, which has to be built before, exports just the plugins that are listed.
 * @param folder - of the package, as `new URL('..', import.meta.url)`.
 */
export function describePluginPackage(
  folder: URL,
  { runner = nodeTestRunner }: PluginPackageTests = {},
): void {
  const path = fileURLToPath(folder).replace(/\/$/, '');
  runner.describe('the package of plugins', () => {
    runner.it('is found as it would be in plugin.path', async () => {
      const { packages, broken } = scanPluginLocations([path]);
      deepEqual(
        broken.map(({ reason }) => reason),
        [],
      );
      equal(packages.length, 1, `${path} has no "sluice" in its package.json`);
      return Promise.resolve();
    });

    runner.it('lists what its module exports, no more and no less', async () => {
      const [found] = scanPluginLocations([path]).packages;
      if (found === undefined) throw new Error(`there is no package of plugins in ${path}`);
      const reasons = (await probePackage(found)).filter((reason) => reason !== null);
      deepEqual(reasons, []);
      const { plugins } = (await import(found.moduleUrl)) as { readonly plugins: readonly AnyPlugin[] };
      deepEqual(sorted(found.plugins), sorted(listedAs(plugins)));
    });
  });
}

function sorted(plugins: readonly ReturnType<typeof listedAs>[number][]): string[] {
  return plugins.map(({ className, type, version }) => `${className} ${type} ${version}`).sort();
}
