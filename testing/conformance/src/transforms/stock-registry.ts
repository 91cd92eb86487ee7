import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { parsePluginManifest, PluginRegistry } from '@sluice/runtime';

/** A registry of some of the packages that come with a worker. */
export function stockRegistry(): PluginRegistry {
  const names = ['connector-file', 'converter-basic', 'converter-json', 'transform-standard'];
  return new PluginRegistry(
    names.map((shortName) => {
      const name = `@sluice/${shortName}`;
      const manifest = readFileSync(findPackageJSON(name, import.meta.url) as string, 'utf8');
      return parsePluginManifest(manifest, import.meta.resolve(name));
    }),
  );
}
