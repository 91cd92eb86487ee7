import type { CalendarSystem } from '../time/sql-instant.ts';
import type { TimeZone } from '../time/time-zone.ts';

/** What NUMERIC columns become, in the words of the Java connectors. */
export type NumericMapping = 'none' | 'precision_only' | 'best_fit' | 'best_fit_eager_double';

/** What timestamps become: Connect's own type, or something that keeps more than milliseconds. */
export type TimestampGranularity =
  | 'connect_logical'
  | 'micros_long'
  | 'micros_string'
  | 'micros_iso_datetime_string'
  | 'nanos_long'
  | 'nanos_string'
  | 'nanos_iso_datetime_string';

/** What becomes of MySQL's `0000-00-00`, in the words of its driver for Java. */
export type ZeroDates = 'EXCEPTION' | 'CONVERT_TO_NULL' | 'ROUND';

export interface MappingOptions {
  readonly numericMapping: NumericMapping;
  /** Of NUMERIC columns that were declared without a scale. */
  readonly defaultNumericScale: number;
  readonly timestampGranularity: TimestampGranularity;
  readonly timeZone: TimeZone;
  readonly calendar: CalendarSystem;
  readonly zeroDates: ZeroDates;
  /** Whether texts of columns of type `timestamp` are in UTC, as in the sessions of MySQL and MariaDB here. */
  readonly sessionIsUtc: boolean;
}
