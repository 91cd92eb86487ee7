import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaSourceKeys, verifiableSourceKeys } from './config.ts';
import { plugins } from './index.ts';

interface Manifest {
  readonly sluice: {
    readonly plugins: readonly { readonly class: string; readonly type: string; readonly version: string }[];
  };
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the connectors for tests', () => {
  it('are listed in package.json as the module exports them', () => {
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect((JSON.parse(read('../package.json')) as Manifest).sluice.plugins).toEqual(exported);
  });

  it('declare no keys, as in Kafka, and document those that their tasks read', () => {
    for (const { config } of plugins) expect(config).toEqual({});
    const readme = read('../README.md');
    for (const [key, { doc }] of Object.entries({ ...verifiableSourceKeys, ...schemaSourceKeys })) {
      expect(readme).toContain(`\`${key}\``);
      expect(doc).toMatch(/\.$/);
    }
  });
});
