import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package of which users get built code: every entry of its `exports` that names a source becomes one module. */
export interface BundledPackage {
  readonly name: string;
  readonly folder: string;
  /** The source of each module, by the name of the module in `dist`; both without their ends. */
  readonly entries: Readonly<Record<string, string>>;
}

interface PackageJson {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly exports?: Readonly<Record<string, unknown>>;
}

const builtModule = /^\.\/dist\/([\w-]+)\.js$/;

/** All packages of the repository that have something to build. */
export function readBundledPackages(root: string): BundledPackage[] {
  const { workspaces = [] } = readPackageJson(join(root, 'package.json'));
  return globSync(
    workspaces.map((pattern) => `${pattern}/package.json`),
    { cwd: root },
  )
    .toSorted()
    .map((path) => readBundledPackage(dirname(join(root, path))))
    .filter(({ entries }) => Object.keys(entries).length > 0);
}

function readBundledPackage(folder: string): BundledPackage {
  const { name, exports = {} } = readPackageJson(join(folder, 'package.json'));
  return { name, folder, entries: Object.fromEntries(Object.values(exports).flatMap(entryOf)) };
}

function entryOf(target: unknown): [name: string, source: string][] {
  const { '@sluice/source': source, default: built } = Object(target) as Record<string, unknown>;
  if (typeof source !== 'string' || typeof built !== 'string') return [];
  const name = builtModule.exec(built)?.[1];
  if (name === undefined) throw new Error(`${source} is built into ${built}, not into ./dist/NAME.js`);
  return [[name, source]];
}

function readPackageJson(path: string): PackageJson {
  return JSON.parse(readFileSync(path, 'utf8')) as PackageJson;
}
