import { readFileSync } from 'node:fs';
import { formatConfigValue, type ConfigKey } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { plugins } from './index.ts';

interface Manifest {
  readonly sluice: { readonly plugins: readonly { class: string; type: string; version: string }[] };
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;

/** The options of Debezium 3.5 by class: type, default and importance of each. */
const recorded = JSON.parse(
  readFileSync(new URL('fixtures/debezium-options.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, readonly [string, string | null, string]>>>>;

function described({ type, defaultValue, importance }: ConfigKey) {
  return [type, formatConfigValue(type, defaultValue), importance.toUpperCase()];
}

describe("Debezium's transformations", () => {
  it('are those that package.json lists', () => {
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect(manifest.sluice.plugins).toEqual(exported);
  });

  it.each(plugins.map((plugin) => [plugin.className, plugin] as const))(
    'have the options of Debezium, in its order: %s',
    (className, { config }) => {
      const options = Object.entries(config as Readonly<Record<string, ConfigKey>>);
      const own = options.filter(([name]) => name !== 'replace.null.with.default');
      expect(own.map(([name, key]) => [name, ...described(key)])).toEqual(
        Object.entries(recorded[className] ?? {}).map(([name, about]) => [name, ...about]),
      );
    },
  );
});
