import { ConnectError, type OffsetValue, type SourceOffset } from '@sluice/connect-api';
import type { SqlInstant } from '@sluice/connector-shared-sql';

/** How far a table was read. */
export interface RowOffset {
  readonly incrementing: bigint | null;
  readonly timestamp: SqlInstant | null;
}

export const noOffset: RowOffset = { incrementing: null, timestamp: null };

/** As the Java connectors store it: milliseconds, and the nanoseconds of the second. */
export function formatOffset({ incrementing, timestamp }: RowOffset): SourceOffset {
  const offset: Record<string, OffsetValue> = {};
  if (incrementing !== null) offset['incrementing'] = narrow(incrementing);
  if (timestamp !== null) {
    const { epochMs, nanosOfMs } = timestamp;
    const msOfSecond = ((epochMs % 1000) + 1000) % 1000;
    offset['timestamp'] = epochMs;
    offset['timestamp_nanos'] = msOfSecond * 1_000_000 + nanosOfMs;
  }
  return offset;
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/**
 * Reads a stored offset; what is not in it is `null`. Older connectors stored no nanoseconds.
 * @throws ConnectError when it is no such offset.
 */
export function parseOffset(offset: SourceOffset | null): RowOffset {
  if (offset === null) return noOffset;
  const incrementing = integerIn(offset, 'incrementing');
  const epochMs = integerIn(offset, 'timestamp');
  const nanos = integerIn(offset, 'timestamp_nanos');
  return {
    incrementing,
    timestamp:
      epochMs === null
        ? null
        : { epochMs: Number(epochMs), nanosOfMs: nanos === null ? 0 : Number(nanos) % 1_000_000 },
  };
}

function integerIn(offset: SourceOffset, key: string): bigint | null {
  const value = offset[key] ?? null;
  if (value === null) return null;
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)))
    return BigInt(value);
  throw new ConnectError(`The stored offset has ${key} ${String(value)}, which is no whole number`);
}
