import type { SinkRecord } from '@sluice/connect-api';

const header = 'redis.key.ttl';
/** Beyond it, Redis takes a time for none. */
const largest = 9_000_000_000_000;

export interface TtlOptions {
  /** What holds where the header says nothing; `null` sets none. */
  readonly ttlSeconds: number | null;
  /** Told of a header that is no number. */
  onUnreadable(record: SinkRecord): void;
}

/** After how many seconds the key of a record expires: as its header says, else as configured; `null` is never. */
export function ttlOf(record: SinkRecord, options: TtlOptions): number | null {
  if (!record.hasHeaders) return options.ttlSeconds;
  const found = record.headers.lastWithName(header);
  if (found === null || found.value === null) return options.ttlSeconds;
  const seconds = readSeconds(found.value);
  if (seconds === null) options.onUnreadable(record);
  return seconds !== null && seconds > 0 ? seconds : options.ttlSeconds;
}

function readSeconds(value: unknown): number | null {
  const text = Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
  if (!/^[+-]?\d{1,19}$/.test(text)) return null;
  const seconds = Number(text);
  return seconds <= largest ? seconds : null;
}
