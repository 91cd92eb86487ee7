import type { SourceOffset } from '@sluice/connect-api';
import { placeAtEnd } from './find-place.ts';
import { beginning, placeOf, type Place } from './place.ts';
import { statIfThere } from './rotations.ts';

export interface FirstSight {
  readonly path: string;
  /** What is stored of it; `null` where nothing is. */
  readonly offset: SourceOffset | null;
  readonly startAt: 'head' | 'tail';
  /** When logs were looked for before, in milliseconds since 1970; `null` where they had not been. */
  readonly lookedAtMs: number | null;
  /** 0 is never. */
  readonly ignoreOlderMs: number;
}

/** Where to begin with a log. @throws DataError when what is stored is no offset of this connector. */
export async function firstPlace({
  path,
  offset,
  startAt,
  lookedAtMs,
  ignoreOlderMs,
}: FirstSight): Promise<Place> {
  if (offset !== null) return placeOf(offset);
  const stats = statIfThere(path);
  const ageMs = stats === null ? 0 : Date.now() - Number(stats.mtimeMs);
  const isOld = ignoreOlderMs > 0 && ageMs > ignoreOlderMs;
  const isNew = lookedAtMs !== null && !isOld;
  if (startAt === 'head' && !isOld) return beginning(0);
  // It was rotated, perhaps, since it was not there.
  if (isNew) return beginning(lookedAtMs * 1000);
  return (await placeAtEnd(path).catch(() => null)) ?? beginning(0);
}
