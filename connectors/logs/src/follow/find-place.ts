import { beginsWith, readHead } from './file-head.ts';
import { idOf, openFile, type OpenedFile } from './opened-file.ts';
import { beginning, type Place } from './place.ts';
import { listRotations, modifiedUsOf, statIfThere, type Rotation } from './rotations.ts';

const lineFeed = 10;

/** A file that is open, and where to read on in it. */
export interface FoundPlace {
  readonly file: OpenedFile;
  readonly place: Place;
  /** What was read before is not there any more. */
  readonly isLost?: boolean;
}

/**
 * Opens the file that a place is in, whatever that is called by now: the log itself, a rotated file, or the copy of one.
 * Where it is gone, opens what was written after it. `null` where there is nothing to read.
 * @throws whatever the file system says when the log may not be read.
 */
export async function findPlace(path: string, place: Place): Promise<FoundPlace | null> {
  const rotations = await listRotations(path);
  if (place.file === '') return openNext(path, place, rotations);
  const found = await findAmong(path, place, rotations);
  if (found !== null) return found;
  // The file at the path may be the same one, truncated.
  const next = await openNext(path, { ...place, file: '' }, rotations);
  return next === null ? null : { ...next, isLost: true };
}

/** Opens what was written after a place at which everything has been read; `null` where that is nothing. */
export async function findNext(path: string, place: Place): Promise<FoundPlace | null> {
  return openNext(path, place, await listRotations(path));
}

/**
 * Opens the copy that was made of a file before it was truncated, where it holds more than has been read; `null` where
 * there is none.
 */
export async function findCopy(path: string, place: Place): Promise<FoundPlace | null> {
  if (place.head.length === 0) return null;
  const rotations = await listRotations(path);
  for (const rotation of rotations.toReversed()) {
    if (rotation.id === place.file) continue;
    const file = await openIf(rotation.path, place, rotation.sizeBytes);
    if (file !== null) return { file, place: { ...place, file: file.id } };
  }
  return null;
}

async function findAmong(
  path: string,
  place: Place,
  rotations: readonly Rotation[],
): Promise<FoundPlace | null> {
  const known = await Promise.all([path, place.target].map(fileAt));
  const newestFirst: readonly Rotation[] = [
    ...known.filter((file) => file !== null),
    ...rotations.toReversed(),
  ];
  const byId = newestFirst.filter(({ id }) => id === place.file);
  const others = place.head.length === 0 ? [] : newestFirst.filter(({ id }) => id !== place.file);
  for (const candidate of [...byId, ...others]) {
    const file = await openIf(candidate.path, place, candidate.sizeBytes);
    if (file !== null) return { file, place: { ...place, file: file.id } };
  }
  return null;
}

async function fileAt(path: string | null): Promise<Rotation | null> {
  const stats = path === null ? null : statIfThere(path);
  if (path === null || stats === null) return null;
  return { path, id: idOf(stats), sizeBytes: Number(stats.size), modifiedUs: modifiedUsOf(stats) };
}

/** Opens a file where it is the one that a place is in, or holds the same. */
async function openIf(path: string, place: Place, sizeBytes: number): Promise<OpenedFile | null> {
  if (!path.endsWith('.gz') && sizeBytes < place.position) return null;
  const file = await openFile(path).catch(() => null);
  if (file === null) return null;
  const fits = await beginsWith(file.source, place.head).catch(() => false);
  if (fits) return file;
  await file.source.close();
  return null;
}

async function openNext(
  path: string,
  place: Place,
  rotations: readonly Rotation[],
): Promise<FoundPlace | null> {
  for (const rotation of rotatedAfter(place, rotations)) {
    const file = await openUnread(rotation.path, place).catch(() => null);
    if (file !== null) return { file, place: { ...beginning(rotation.modifiedUs), file: file.id } };
  }
  const current = statIfThere(path);
  const file = current === null ? null : await openUnread(path, place);
  return file === null ? null : { file, place: { ...beginning(0), file: file.id } };
}

/** By the order of files where the last one is among them, else by time: that is not exact enough for fast rotations. */
function rotatedAfter(place: Place, rotations: readonly Rotation[]): readonly Rotation[] {
  const last = rotations.findIndex(({ id }) => id === place.file);
  if (last !== -1) return rotations.slice(last + 1);
  return rotations.filter(({ modifiedUs }) => modifiedUs > place.modifiedUs);
}

/** Opens a file unless it is the one at whose end a place is, its copy, or its packed form. */
async function openUnread(path: string, place: Place): Promise<OpenedFile | null> {
  const file = await openFile(path);
  try {
    const isKnown =
      place.head.length === 0 ? file.id === place.file : await beginsWith(file.source, place.head);
    if (!isKnown) return file;
    await file.source.close();
    return null;
  } catch (error) {
    await file.source.close();
    throw error;
  }
}

/** The end of a log, where nothing before it is wanted; `null` where there is no file. */
export async function placeAtEnd(path: string): Promise<Place | null> {
  if (statIfThere(path) === null) return null;
  const { source, id, isPacked, stat } = await openFile(path);
  try {
    const stats = stat();
    const position = isPacked ? 0 : Number(stats.size);
    const last = Buffer.alloc(1);
    if (position > 0) await source.read(last, position - 1);
    return {
      position,
      file: id,
      head: await readHead(source, position),
      modifiedUs: modifiedUsOf(stats),
      target: null,
      // The rest of a line that somebody is writing.
      isSkipping: position > 0 && last[0] !== lineFeed && last[0] !== 0,
    };
  } finally {
    await source.close();
  }
}
