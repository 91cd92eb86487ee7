import { statSync, type BigIntStats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { rotatedNames } from '../discover/rotated-names-in.ts';
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
  const rotated = (await rotatedNames(folder)).get(current) ?? [];
  return rotated.map((name) => rotationAt(join(folder, name))).filter((rotation) => rotation !== null);
}

function rotationAt(path: string): Rotation | null {
  const stats = statIfThere(path);
  if (stats === null || !stats.isFile()) return null;
  return { path, id: idOf(stats), modifiedUs: modifiedUsOf(stats), sizeBytes: Number(stats.size) };
}

export function modifiedUsOf({ mtimeNs }: BigIntStats): number {
  return Number(mtimeNs / 1000n);
}

/** @returns `null` where there is nothing, or nothing that may be looked at. */
export function statIfThere(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
