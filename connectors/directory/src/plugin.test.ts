import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plugins } from './index.ts';

describe('the directory connector', () => {
  it('is listed in package.json as the module exports them', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      readonly sluice: { readonly plugins: unknown };
    };
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect(manifest.sluice.plugins).toEqual(exported);
  });
});
