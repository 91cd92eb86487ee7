import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plugins } from './index.ts';

interface Manifest {
  readonly sluice: {
    readonly plugins: readonly { readonly class: string; readonly type: string; readonly version: string }[];
  };
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;

describe('the list in package.json', () => {
  it('names the plugins that the module exports, each with its uses', () => {
    const exported = plugins.flatMap(({ className, version }) =>
      ['converter', 'header_converter'].map((type) => ({ class: className, type, version })),
    );
    expect(plugins.every(({ createHeaderConverter }) => createHeaderConverter !== undefined)).toBe(true);
    expect(manifest.sluice.plugins).toEqual(exported);
  });
});
