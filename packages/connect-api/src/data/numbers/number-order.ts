import type { NumberType } from './typed-number.ts';

const order: Readonly<Record<NumberType, number>> = {
  INT8: 0,
  INT16: 1,
  INT32: 2,
  INT64: 3,
  FLOAT32: 4,
  FLOAT64: 5,
};

/** Whether numbers may be widened to the type from another: INT8 < INT16 < INT32 < INT64 < FLOAT32 < FLOAT64. */
export function isAtLeastAsWide(type: NumberType, other: NumberType): boolean {
  return order[type] >= order[other];
}
