import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { parsePluginManifest, type PluginPackage } from '@sluice/runtime';

/** The packages that every worker brings along. */
const packageNames = ['@sluice/connector-file', '@sluice/converter-basic', '@sluice/converter-json'] as const;

/** Reads their manifests; their code is loaded when a plugin of theirs is used. */
export function stockPluginPackages(): PluginPackage[] {
  return packageNames.map((name) => {
    const manifestPath = findPackageJSON(name, import.meta.url);
    if (manifestPath === undefined) throw new Error(`The package ${name} is not installed; run npm ci again`);
    return parsePluginManifest(readFileSync(manifestPath, 'utf8'), import.meta.resolve(name));
  });
}
