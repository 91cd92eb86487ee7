/** What a column of a table holds. */
export type TargetType =
  | { readonly kind: 'integer'; readonly min: bigint; readonly max: bigint }
  /** Without precision any number of digits; without scale any after the point. */
  | { readonly kind: 'decimal'; readonly precision: number | null; readonly scale: number | null }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  /** The length in characters, of bytes in bytes; without it any. */
  | { readonly kind: 'text' | 'bytes'; readonly maxLength: number | null }
  /** The digits after the point of a second. */
  | { readonly kind: 'time' | 'timestamp' | 'zoned timestamp'; readonly digits: number }
  | { readonly kind: 'boolean' | 'date' | 'json' | 'uuid' | 'bits' }
  | { readonly kind: 'array'; readonly element: TargetType }
  /** The database reads it from text and refuses what does not fit. */
  | { readonly kind: 'other' };

/** A column that values are to fit into. */
export interface TargetColumn {
  readonly name: string;
  /** As the database calls it, with length or precision. */
  readonly typeName: string;
  readonly type: TargetType;
}

/** What a database reaches where others reach less or more. */
export interface TargetLimits {
  /** The first and last year of dates and timestamps, astronomical. */
  readonly minYear: number;
  readonly maxYear: number;
  /** Whether numbers may be NaN or infinite. */
  readonly hasNaN: boolean;
  /** Whether texts may have the character U+0000. */
  readonly hasNul: boolean;
  /** What it reads behind a timestamp as being UTC. */
  readonly zoneSuffix: string;
  /** How it reads true and false. */
  readonly booleans: readonly [no: string, yes: string];
  /** The text of a year before 1 or after 9999, from the text with a sign and six digits. */
  readonly farYears: (text: string) => string;
  /** Milliseconds to add to an instant to get what the clock of the connector's time zone shows. */
  readonly zoneShiftMs: (epochMs: number) => number;
}
