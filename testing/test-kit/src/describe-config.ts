import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ConfigInfos, SinkConnectorPlugin, SourceConnectorPlugin } from '@sluice/connect-api';
import type { TestRunner } from './test-runner.ts';
import type { TestWorker } from './worker/test-worker.ts';

type ConnectorPlugin = SourceConnectorPlugin | SinkConnectorPlugin;
type Config = Readonly<Record<string, string>>;

/** What the tests of a connector's keys need. */
export interface ConfigTests {
  readonly runner: TestRunner;
  readonly readme: URL | undefined;
  /** Runs with a worker and a configuration that is good. */
  readonly withConfig: (run: (worker: TestWorker, config: Config) => Promise<void>) => Promise<void>;
}

/** Declares the tests of a connector's keys. */
export function describeConfig(plugin: ConnectorPlugin, { runner, readme, withConfig }: ConfigTests): void {
  runner.it('documents every key', async () => {
    const readmeText = readme === undefined ? null : readFileSync(readme, 'utf8');
    for (const [key, { doc }] of Object.entries(plugin.config)) {
      ok(/\w{2}.*\.$/s.test(doc), `the key ${key} needs a doc of at least one sentence, with a full stop`);
      ok(readmeText?.includes(`\`${key}\``) ?? true, `the key ${key} is not in ${String(readme)}`);
    }
    return Promise.resolve();
  });

  runner.it('accepts its configuration, and names each key that must not be left out', () =>
    withConfig(async (worker, config) => {
      deepEqual(errorsOf(await worker.validate(config)), {});
      const required = Object.entries(plugin.config).filter(([, { hasDefault }]) => !hasDefault);
      for (const [key] of required) {
        const { [key]: _left, ...others } = config;
        ok(errorsOf(await worker.validate(others))[key], `a configuration without ${key} must be refused`);
      }
    }),
  );
}

/** The keys with errors. */
function errorsOf({ configs }: ConfigInfos): Record<string, readonly string[]> {
  const wrong = configs.flatMap(({ value }) => (value === null || value.errors.length === 0 ? [] : [value]));
  return Object.fromEntries(wrong.map(({ name, errors }) => [name, errors]));
}
