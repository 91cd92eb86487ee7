import { ConnectError, type SourceOffset, type SourceOffsetChange } from '@sluice/connect-api';

const largestPosition = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The byte position to continue at.
 * @throws ConnectError when the stored offset holds none.
 */
export function storedPosition(offset: SourceOffset | null): number {
  const position = offset?.['position'] ?? 0;
  if (!isInteger(position)) throw new ConnectError('Offset position is the incorrect type');
  if (position < 0 || position > largestPosition) {
    throw new ConnectError(`Offset position ${position} is not a position in a file`);
  }
  return Number(position);
}

/**
 * Checks offsets that a user wants to store. Resetting is always allowed, so that whatever is stored can be removed.
 * @throws ConnectError when an offset could not be resumed at.
 */
export function checkOffsets(
  config: Readonly<Record<string, string>>,
  changes: readonly SourceOffsetChange[],
): boolean {
  if ((config['file'] ?? '') === '') {
    throw new ConnectError(
      "Offsets cannot be modified if the 'file' configuration is unspecified. " +
        'This is because stdin is used for input and offsets are not tracked.',
      { code: 'OFFSETS_CHANGE_REJECTED' },
    );
  }
  for (const change of changes) {
    const problem = problemOf(change);
    if (problem !== null) throw new ConnectError(problem, { code: 'OFFSETS_CHANGE_REJECTED' });
  }
  return true;
}

function problemOf({ partition, offset }: SourceOffsetChange): string | null {
  if (offset === null) return null;
  const { position } = offset as { readonly position?: unknown };
  if (!('position' in offset)) return "Offset objects should either be null or contain the key 'position'";
  if (!isInteger(position))
    return "The value for the 'position' key in the offset is expected to be a Long value";
  if (position < 0) return "The value for the 'position' key in the offset should be a non-negative value";
  if (partition === null) return 'Partition objects cannot be null';
  if (!('filename' in partition)) return "Partition objects should contain the key 'filename'";
  return null;
}

function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}
