/** Between the parts of a file name; topics cannot have it in their names. */
const separator = '+';

/** What a committed file says of itself by its name. */
export interface FileRange {
  readonly startOffset: number;
  /** The offset of the last record. */
  readonly endOffset: number;
}

/** The records of a partition under the name they are stored by. */
export interface FileOwner {
  /** The topic that the file is named for. */
  readonly topic: string;
  /** The topic that its records were consumed from, which a transformation may have changed. */
  readonly originalTopic: string;
  readonly partition: number;
}

/** `topic+partition+`: what the names of all files of a partition begin with. */
export function filePrefix({ topic, originalTopic, partition }: FileOwner): string {
  const name = topic === originalTopic ? topic : `${topic}${separator}${originalTopic}`;
  return `${name}${separator}${partition}${separator}`;
}

/** `topic+partition+start+end.extension`, with offsets of at least `padWidth` digits. */
export function formatFileName(
  prefix: string,
  { startOffset, endOffset }: FileRange,
  { padWidth, extension }: { readonly padWidth: number; readonly extension: string },
): string {
  return `${prefix}${padOffset(startOffset, padWidth)}${separator}${padOffset(endOffset, padWidth)}${extension}`;
}

/** The range in a file name of that prefix; `null` when it is something else. */
export function parseFileRange(prefix: string, name: string): FileRange | null {
  if (!name.startsWith(prefix)) return null;
  const match = /^(\d+)\+(\d+)(?:\.|$)/.exec(name.slice(prefix.length));
  if (match === null) return null;
  return { startOffset: Number(match[1]), endOffset: Number(match[2]) };
}

/**
 * A name that comes before those of all files from an offset on, and after those of all before it; `null` where names do
 * not sort like offsets, as the offsets have more digits than are padded to.
 */
export function nameBefore(prefix: string, offset: number, padWidth: number): string | null {
  if (offset === 0 || String(offset).length > padWidth) return null;
  // '~' sorts behind the separator: behind every file that begins with the offset before.
  return `${prefix}${padOffset(offset - 1, padWidth)}~`;
}

function padOffset(offset: number, padWidth: number): string {
  return String(offset).padStart(padWidth, '0');
}
