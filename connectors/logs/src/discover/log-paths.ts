import { glob } from 'node:fs/promises';
import { basename, dirname, matchesGlob, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { statIfThere } from '../follow/rotations.ts';
import { currentsOf } from './rotated-names.ts';

export interface LogPatterns {
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
}

/** Reading waits for no more of a search than so many paths. */
const turnEvery = 200;

const magic = /[*?[\]]/;

/** The logs that patterns mean now, rotated files left out where the log they belong to is among them; sorted. */
export async function findLogs({ paths, exclude }: LogPatterns): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of paths.map((path) => resolve(path))) {
    if (!magic.test(pattern)) found.add(pattern);
    else await addMatches(pattern, found);
  }
  const excluded = exclude.map((pattern) => resolve(pattern));
  const wanted = await some(found, (path) => !excluded.some((pattern) => matchesGlob(path, pattern)));
  const names = namesByFolder(wanted);
  const logs = await some(wanted, (path) => !isRotated(path, names));
  return (await some(logs, (path) => statIfThere(path)?.isFile() === true)).toSorted();
}

async function addMatches(pattern: string, found: Set<string>): Promise<void> {
  for await (const path of glob(pattern)) {
    found.add(path);
    if (found.size % turnEvery === 0) await nextTurn();
  }
}

/** Those of many that are wanted; others have their turn now and then. */
async function some(paths: Iterable<string>, isWanted: (path: string) => boolean): Promise<string[]> {
  const wanted: string[] = [];
  let count = 0;
  for (const path of paths) {
    if (isWanted(path)) wanted.push(path);
    count += 1;
    if (count % turnEvery === 0) await nextTurn();
  }
  return wanted;
}

/** The directories in which the logs of patterns can appear, as far as patterns name them. */
export function baseDirectories(paths: readonly string[]): string[] {
  const bases = paths.map((path) => {
    const parts = dirname(resolve(path)).split('/');
    const firstMagic = parts.findIndex((part) => magic.test(part));
    return (firstMagic === -1 ? parts : parts.slice(0, firstMagic)).join('/') || '/';
  });
  return [...new Set(bases)];
}

type NamesByFolder = ReadonlyMap<string, ReadonlySet<string>>;

function namesByFolder(paths: readonly string[]): NamesByFolder {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const names = folders.get(dirname(path)) ?? new Set();
    folders.set(dirname(path), names.add(basename(path)));
  }
  return folders;
}

function isRotated(path: string, names: NamesByFolder): boolean {
  const siblings = names.get(dirname(path));
  return currentsOf(basename(path)).some((current) => siblings?.has(current) === true);
}
