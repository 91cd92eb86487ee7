import type { Storage } from '../../storage/storage.ts';
import { readCheckpoint } from './checkpoint.ts';
import { segmentOffsets, segmentPaths } from './segment-files.ts';

/**
 * How a cleaned segment takes the place of others so that a crash leaves either them or it:
 *
 *   1. It is written beside them, log and checkpoint, both ending in `.cleaned`.
 *   2. Its log is renamed to `.swap`. From here on it counts.
 *   3. The others are removed, its checkpoint and then its log get their names.
 *
 * Whoever opens the log does step 3 again where there is a `.swap`, and removes what ends in `.cleaned` otherwise.
 */
export function cleanedPaths(folder: string, baseOffset: number): { log: string; checkpoint: string } {
  const { log, checkpoint } = segmentPaths(folder, baseOffset);
  return { log: `${log}.cleaned`, checkpoint: `${checkpoint}.cleaned` };
}

export async function startSwap(storage: Storage, folder: string, baseOffset: number): Promise<void> {
  await storage.rename(cleanedPaths(folder, baseOffset).log, swapPath(folder, baseOffset));
}

export async function finishSwap(
  storage: Storage,
  folder: string,
  { first, replaced }: { readonly first: number; readonly replaced: readonly number[] },
): Promise<void> {
  for (const baseOffset of replaced) {
    if (baseOffset === first) continue;
    const paths = segmentPaths(folder, baseOffset);
    await storage.remove(paths.checkpoint);
    await storage.remove(paths.log);
  }
  const { log, checkpoint } = segmentPaths(folder, first);
  await storage.rename(cleanedPaths(folder, first).checkpoint, checkpoint);
  await storage.rename(swapPath(folder, first), log);
}

/** Ends what was under way when the process ended. */
export async function recoverSwaps(storage: Storage, folder: string): Promise<void> {
  const names = await storage.list(folder);
  for (const name of names.filter((each) => each.endsWith('.swap'))) {
    const first = Number(name.slice(0, name.indexOf('.')));
    const cleaned = cleanedPaths(folder, first).checkpoint;
    const { checkpoint } = segmentPaths(folder, first);
    const { nextOffset = first } =
      (await readCheckpoint(storage, cleaned)) ?? (await readCheckpoint(storage, checkpoint)) ?? {};
    const replaced = segmentOffsets(names).filter((each) => each >= first && each < nextOffset);
    await finishSwap(storage, folder, { first, replaced });
  }
  for (const name of names.filter((each) => each.endsWith('.cleaned'))) {
    await storage.remove(`${folder}/${name}`);
  }
}

function swapPath(folder: string, baseOffset: number): string {
  return `${segmentPaths(folder, baseOffset).log}.swap`;
}
