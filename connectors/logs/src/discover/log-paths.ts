import { glob } from 'node:fs/promises';
import { basename, dirname, matchesGlob, resolve } from 'node:path';
import { statIfThere } from '../follow/rotations.ts';
import { currentsOf } from './rotated-names.ts';

export interface LogPatterns {
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
}

const magic = /[*?[\]]/;

/** The logs that patterns mean now, rotated files left out where the log they belong to is among them; sorted. */
export async function findLogs({ paths, exclude }: LogPatterns): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of paths.map((path) => resolve(path))) {
    if (!magic.test(pattern)) found.add(pattern);
    else for await (const path of glob(pattern)) found.add(path);
  }
  const excluded = exclude.map((pattern) => resolve(pattern));
  const wanted = [...found].filter((path) => !excluded.some((pattern) => matchesGlob(path, pattern)));
  const logs = withoutRotations(wanted);
  return logs.filter((path) => statIfThere(path)?.isFile() === true).toSorted();
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

function withoutRotations(paths: readonly string[]): string[] {
  const byFolder = Map.groupBy(paths, dirname);
  return [...byFolder.values()].flatMap((siblings) => {
    const names = new Set(siblings.map((path) => basename(path)));
    return siblings.filter((path) => !currentsOf(basename(path)).some((current) => names.has(current)));
  });
}
