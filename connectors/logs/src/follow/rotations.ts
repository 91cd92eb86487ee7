import type { BigIntStats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRotationOf } from '../discover/rotated-names.ts';
import { idOf } from './opened-file.ts';

/** A file that a log was before. */
export interface Rotation {
  readonly path: string;
  readonly id: string;
  readonly modifiedUs: number;
  readonly sizeBytes: number;
}

/** The rotated files of a log, oldest first; beside the log, and beside what that links to. */
export async function listRotations(path: string): Promise<Rotation[]> {
  const target = await realpath(path).catch(() => path);
  const places = new Map([
    [dirname(path), basename(path)],
    [dirname(target), basename(target)],
  ]);
  const found = new Map<string, Rotation>();
  for (const [folder, current] of places) {
    for (const rotation of await rotationsIn(folder, current)) {
      if (rotation.path !== path && rotation.path !== target) found.set(rotation.id, rotation);
    }
  }
  return [...found.values()].toSorted(
    (a, b) => a.modifiedUs - b.modifiedUs || b.path.localeCompare(a.path, 'en', { numeric: true }),
  );
}

async function rotationsIn(folder: string, current: string): Promise<Rotation[]> {
  const names = await readdir(folder).catch(() => []);
  const rotated = names.filter((name) => isRotationOf(name, current));
  const found = await Promise.all(rotated.map((name) => rotationAt(join(folder, name))));
  return found.filter((rotation) => rotation !== null);
}

async function rotationAt(path: string): Promise<Rotation | null> {
  const stats = await statIfThere(path);
  if (stats === null || !stats.isFile()) return null;
  return { path, id: idOf(stats), modifiedUs: modifiedUsOf(stats), sizeBytes: Number(stats.size) };
}

export function modifiedUsOf({ mtimeNs }: BigIntStats): number {
  return Number(mtimeNs / 1000n);
}

/** @returns `null` where there is nothing, or nothing that may be looked at. */
export async function statIfThere(path: string): Promise<BigIntStats | null> {
  return stat(path, { bigint: true }).catch(() => null);
}
