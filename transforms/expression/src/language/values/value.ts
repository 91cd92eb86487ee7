import type { Decimal } from '@sluice/connect-api';
import type { Duration } from './duration.ts';
import type { Instant } from './instant.ts';
import type { ListValue } from './list-value.ts';
import type { MapValue } from './map-value.ts';
import type { TypeName } from './type-name.ts';
import type { Uint } from './uint.ts';

/** A value of the language: `bigint` is an int, `number` a double, `Uint8Array` bytes, `Instant` a timestamp. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Uint
  | Decimal
  | Instant
  | Duration
  | ListValue
  | MapValue
  | TypeName;
