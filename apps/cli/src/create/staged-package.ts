import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** A package of Sluice, as it is installed. */
export interface SluicePackage {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
  /** The packages of Sluice that it needs, and those that they need in turn. */
  closure(): SluicePackage[];
}

/** @throws Error when it is not installed. */
export function sluicePackage(name: string): SluicePackage {
  const path = findPackageJSON(name, import.meta.url);
  if (path === undefined) throw new Error(`The package ${name} is not installed; run npm ci again`);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
  const dependencies = (manifest['dependencies'] ?? {}) as Readonly<Record<string, string>>;
  return { name, folder: dirname(path), manifest, dependencies, closure: () => closureOf(dependencies) };
}

function closureOf(dependencies: Readonly<Record<string, string>>): SluicePackage[] {
  const found = new Map<string, SluicePackage>();
  const names = Object.keys(dependencies);
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (!name.startsWith('@sluice/') || found.has(name)) continue;
    const one = sluicePackage(name);
    found.set(name, one);
    names.push(...Object.keys(one.dependencies));
  }
  return [...found.values()];
}

/** Copies what is built of a package, with a package.json for those who do not have the sources. */
export function stagePackage({ name, folder, manifest }: SluicePackage, target: string, more: object): void {
  const dist = join(folder, 'dist');
  const isBuilt = ['index.js', 'index.d.ts'].every((file) => existsSync(join(dist, file)));
  if (!isBuilt) throw new Error(`${name} is not built; run npm run build first`);
  mkdirSync(target, { recursive: true });
  const isWanted = (path: string): boolean => !/\.map$|\.tsbuildinfo$/.test(path);
  cpSync(dist, join(target, 'dist'), { recursive: true, filter: isWanted });
  const { version, description, license, type, sluice } = manifest;
  const exported = builtExports(manifest['exports'] as Readonly<Record<string, object>>);
  const staged = { name, version, description, license, type, exports: exported, sluice, ...more };
  writeFileSync(join(target, 'package.json'), JSON.stringify(staged, null, 2));
}

/** What is exported from `dist`, without the way to the sources. */
function builtExports(exported: Readonly<Record<string, object>>): object {
  const built = Object.entries(exported).filter(([, target]) => 'default' in target);
  return Object.fromEntries(
    built.map(([path, target]) => {
      const { '@sluice/source': _source, ...conditions } = target as Readonly<Record<string, string>>;
      return [path, conditions];
    }),
  );
}
