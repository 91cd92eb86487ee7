import { DataError } from '../../errors/data-errors.ts';

/**
 * The instant so many milliseconds after the epoch.
 * @throws DataError when it lies outside the ±8.64e15 ms that a `Date` can hold.
 */
export function instantAt(epochMs: number | bigint, typeName: string): Date {
  const instant = new Date(Number(epochMs));
  if (Number.isNaN(instant.getTime())) {
    throw new DataError(
      `The ${typeName} ${epochMs} ms after the epoch is beyond the instants that can be represented`,
    );
  }
  return instant;
}
