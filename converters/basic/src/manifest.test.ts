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
    const exported = plugins.flatMap((plugin) => {
      const { className, version } = plugin;
      const header = { class: className, type: 'header_converter', version };
      if (plugin.kind === 'header-converter') return [header];
      const converter = { class: className, type: 'converter', version };
      return plugin.createHeaderConverter === undefined ? [converter] : [converter, header];
    });
    const byClass = (a: { class: string }, b: { class: string }) => a.class.localeCompare(b.class);
    expect(manifest.sluice.plugins.toSorted(byClass)).toEqual(exported.toSorted(byClass));
  });
});
