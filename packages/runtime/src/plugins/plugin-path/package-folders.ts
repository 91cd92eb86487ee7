import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folders of packages in a location that may have plugins: the location itself, and what npm installed there
 * because it was asked for. What that needs in turn is not looked at.
 */
export function packageFolders(location: string): string[] {
  const packageJson = join(location, 'package.json');
  if (!existsSync(packageJson)) return installedPackages(location);
  const { sluice, dependencies } = readJson(packageJson);
  // One that cannot be read is for whoever reads its manifest to complain about.
  if (sluice !== undefined || dependencies === null) return [location];
  return dependencies.map((name) => join(location, 'node_modules', name)).filter(hasPackageJson);
}

function installedPackages(location: string): string[] {
  const modules = join(location, 'node_modules');
  if (!existsSync(modules)) return [];
  return readdirSync(modules)
    .sort()
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name],
    )
    .map((name) => join(modules, name))
    .filter(hasPackageJson);
}

function readJson(path: string): { sluice: unknown; dependencies: string[] | null } {
  try {
    const { sluice, dependencies } = Object(JSON.parse(readFileSync(path, 'utf8'))) as Record<
      string,
      unknown
    >;
    return { sluice, dependencies: Object.keys(Object(dependencies) as object) };
  } catch {
    return { sluice: undefined, dependencies: null };
  }
}

function hasPackageJson(folder: string): boolean {
  return existsSync(join(folder, 'package.json'));
}
