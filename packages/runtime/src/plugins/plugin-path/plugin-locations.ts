import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What `plugin.path` leads to. */
export interface PluginLocations {
  /** Folders that each hold a package of plugins, or several that were installed together; and files, such as jars. */
  readonly locations: readonly string[];
  /** Elements of `plugin.path` that are not there, or may not be read. */
  readonly missing: readonly string[];
}

const archive = /\.(?:jar|zip|class|tgz|tar\.gz)$/;

/**
 * Finds the locations of plugins as Connect does: an element is a folder of plugin folders. Beside that, one may be a
 * package or the place where npm installed some, by itself.
 */
export function findPluginLocations(elements: readonly string[]): PluginLocations {
  const paths = elements.map((element) => resolve(element));
  const found = paths.map((path) => locationsIn(path));
  return {
    locations: [...new Set(found.flatMap((locations) => locations ?? []))],
    missing: paths.filter((_path, index) => found[index] === null),
  };
}

/** The archives below a folder that is not a package; those of Java connectors lie side by side or in `lib`. */
export function archivesIn(folder: string): string[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    if (archive.test(name)) return [path];
    if (!isFolder(path)) return [];
    return namesIn(path)
      .filter((inner) => archive.test(inner))
      .map((inner) => join(path, inner));
  });
}

function locationsIn(path: string): string[] | null {
  try {
    return exists(path) ? locationsAt(path) : null;
  } catch {
    return null;
  }
}

function locationsAt(path: string): string[] {
  if (!isFolder(path) || isLocation(path)) return [path];
  return namesIn(path).flatMap((name) => {
    const child = join(path, name);
    if (isFolder(child)) return name.startsWith('@') && !isLocation(child) ? locationsAt(child) : [child];
    return archive.test(name) ? [child] : [];
  });
}

/** Whether npm has been here. */
export function isLocation(folder: string): boolean {
  return exists(join(folder, 'package.json')) || exists(join(folder, 'node_modules'));
}

/** In an order that does not depend on the file system; what begins with a dot is not for us. */
function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Links are followed. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
