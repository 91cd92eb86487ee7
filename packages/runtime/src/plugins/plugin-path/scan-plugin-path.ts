import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrokenPlugin, PluginPackage } from '../plugin-info.ts';
import { readPluginManifest, type PluginManifest } from '../plugin-manifest.ts';
import { archivesIn, findPluginLocations, isFolder, isLocation } from './plugin-locations.ts';
import { packageFolders } from './package-folders.ts';

/** What `plugin.path` holds. Nothing of it has been loaded. */
export interface PluginScan {
  readonly packages: readonly PluginPackage[];
  readonly broken: readonly BrokenPlugin[];
  /** Elements of `plugin.path` that are not there. */
  readonly missing: readonly string[];
}

/** Reads the manifests of all packages that `plugin.path` leads to. */
export function scanPluginPath(elements: readonly string[]): PluginScan {
  const { locations, missing } = findPluginLocations(elements);
  return { ...scanPluginLocations(locations), missing };
}

/** What some locations hold. */
export type LocationScan = Omit<PluginScan, 'missing'>;

/** Reads the manifests of the packages in locations: folders of one plugin each, or files that cannot be one. */
export function scanPluginLocations(locations: readonly string[]): LocationScan {
  const scans = locations.filter(isFolder).map(scanReadable);
  const archives = locations.filter((location) => !isFolder(location));
  return {
    packages: scans.flatMap(({ packages }) => packages),
    broken: [...brokenArchives(archives), ...scans.flatMap(({ broken }) => broken)],
  };
}

/** Those that lie side by side, as in `/usr/share/java`, are one. */
function brokenArchives(paths: readonly string[]): BrokenPlugin[] {
  const byFolder = Map.groupBy(paths, (path) => dirname(path));
  return [...byFolder].map(([folder, inside]) => ({
    ...nothingKnown,
    location: inside.length === 1 ? (inside[0] as string) : folder,
    reason: reasonOfArchives(inside),
  }));
}

function scanReadable(location: string): LocationScan {
  try {
    return scanLocation(location);
  } catch (error) {
    return brokenLocation(location, `It cannot be read: ${(error as Error).message}`);
  }
}

function scanLocation(location: string): LocationScan {
  const scans = packageFolders(location).map((folder) => scanPackage(folder, location));
  const packages = scans.flatMap((scan) => scan.packages);
  const broken = scans.flatMap((scan) => scan.broken);
  if (packages.length > 0 || broken.length > 0) return { packages, broken };
  const archives = archivesIn(location);
  if (archives.length > 0) return brokenLocation(location, reasonOfArchives(archives));
  return isLocation(location) ? brokenLocation(location, nothingThere) : { packages, broken };
}

function brokenLocation(location: string, reason: string): LocationScan {
  return { packages: [], broken: [{ ...nothingKnown, location, reason }] };
}

function scanPackage(folder: string, location: string): LocationScan {
  try {
    const manifest = readPluginManifest(readFileSync(join(folder, 'package.json'), 'utf8'), folder);
    return manifest === null ? { packages: [], broken: [] } : scanManifest(manifest, folder, location);
  } catch (error) {
    return brokenLocation(location, (error as Error).message);
  }
}

function scanManifest(manifest: PluginManifest, folder: string, location: string): LocationScan {
  const { packageName: name, plugins, misfits } = manifest;
  const broken = misfits.map((misfit) => ({ ...nothingKnown, location, packageName: name, ...misfit }));
  const modulePath = resolve(folder, manifest.module ?? '');
  const problem = problemOfModule(manifest, modulePath);
  if (problem === null) {
    const moduleUrl = pathToFileURL(modulePath).href;
    return { packages: [{ name, location, moduleUrl, plugins }], broken };
  }
  const without = plugins.map((plugin) => ({ location, packageName: name, ...plugin, reason: problem }));
  return { packages: [], broken: [...without, ...broken] };
}

function problemOfModule({ module, packageName }: PluginManifest, path: string): string | null {
  if (module === null) {
    return `package.json of ${packageName} has no "sluice.module"; it is to name the built module, as "./dist/index.js"`;
  }
  if (existsSync(path)) return null;
  return `The module ${path}, which package.json of ${packageName} names, is not there; build or install the package again`;
}

const nothingKnown = { packageName: null, className: null, type: null, version: null } as const;

const nothingThere =
  'It holds no package of plugins: none with "sluice" in its package.json. Install one there, or move it away';

function reasonOfArchives(paths: readonly string[]): string {
  const [first = ''] = paths;
  const others = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  if (/\.t(?:ar\.)?gz$/.test(first)) {
    return `${first}${others} is a packed package. Install it: npm install --prefix FOLDER ${first}, with FOLDER in plugin.path`;
  }
  return (
    `${first}${others} holds classes of Java, which this worker does not run. Where the worker brings along a plugin of ` +
    'the same class name, that one is used. Anything else has to be installed as a package for Sluice'
  );
}
