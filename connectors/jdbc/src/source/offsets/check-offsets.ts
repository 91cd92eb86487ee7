import { ConnectError, type SourceOffset, type SourceOffsetChange } from '@sluice/connect-api';
import { parseOffset } from './row-offset.ts';

const offsetKeys: ReadonlySet<string> = new Set(['incrementing', 'timestamp', 'timestamp_nanos']);

/**
 * Checks offsets that a user wants to store. Resetting is always allowed.
 * @throws ConnectError when an offset could not be resumed at.
 */
export function checkOffsets(
  _config: Readonly<Record<string, string>>,
  changes: readonly SourceOffsetChange[],
): boolean {
  for (const change of changes) {
    const problem = problemOf(change);
    if (problem !== null) throw new ConnectError(problem, { code: 'OFFSETS_CHANGE_REJECTED' });
  }
  return true;
}

function problemOf({ partition, offset }: SourceOffsetChange): string | null {
  if (offset === null) return null;
  if (partition === null) return 'Partition objects cannot be null';
  if (!('table' in partition) && !('query' in partition))
    return 'A partition is {"protocol": "1", "table": "<schema>.<table>"} or {"query": "query"}';
  const unknown = Object.keys(offset).find((key) => !offsetKeys.has(key));
  if (unknown !== undefined) return `An offset has no ${unknown}; it may have ${[...offsetKeys].join(', ')}`;
  return problemInOffset(offset);
}

function problemInOffset(offset: SourceOffset): string | null {
  try {
    const { incrementing, timestamp } = parseOffset(offset);
    const isEmpty = incrementing === null && timestamp === null;
    return isEmpty
      ? 'An offset has incrementing, or timestamp in milliseconds since the epoch, or both'
      : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
