import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { currentsOf } from './rotated-names.ts';

/** The names of rotated files by that of the log they belong to. */
export type RotatedNames = ReadonlyMap<string, readonly string[]>;

interface Listing {
  /** When the folder had changed last, as the system tells. */
  readonly changedNs: bigint;
  readonly names: RotatedNames;
}

const maxFolders = 100;
/** What changes a folder within one tick of the system's clock does not show in its time. */
const tickNs = 50_000_000n;

const listings = new Map<string, Listing>();

/**
 * The rotated files in a folder, none where it cannot be listed. With thousands of logs in a folder it is asked for each of
 * them: as long as the folder has not changed it is listed once.
 */
export async function rotatedNames(folder: string): Promise<RotatedNames> {
  const changedNs = changeOf(folder);
  const known = listings.get(folder);
  if (known !== undefined && known.changedNs === changedNs) return known.names;
  const nowNs = BigInt(Date.now()) * 1_000_000n;
  const names = byLog(await readdir(folder).catch(() => []));
  listings.delete(folder);
  if (changedNs === null || nowNs - changedNs < tickNs) return names;
  listings.set(folder, { changedNs, names });
  const [oldest] = listings.keys();
  if (listings.size > maxFolders && oldest !== undefined) listings.delete(oldest);
  return names;
}

function changeOf(folder: string): bigint | null {
  try {
    const { mtimeNs, ctimeNs } = statSync(folder, { bigint: true });
    return mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  } catch {
    return null;
  }
}

function byLog(names: readonly string[]): RotatedNames {
  const rotated = new Map<string, string[]>();
  for (const name of names) {
    for (const log of currentsOf(name)) {
      const own = rotated.get(log);
      if (own === undefined) rotated.set(log, [name]);
      else own.push(name);
    }
  }
  return rotated;
}
