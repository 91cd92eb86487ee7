import type { SinkRecord } from '@sluice/connect-api';
import type { EncodedRow } from '../dialect/statements.ts';
import type { BoundShape } from '../table/bound-shape.ts';

/** What one record does to one row. */
export interface RowChange {
  readonly record: SinkRecord;
  readonly event: 'write' | 'delete';
  readonly bound: BoundShape;
  readonly row: EncodedRow;
}

/** A table that is emptied. */
export interface Emptying {
  readonly record: SinkRecord;
  readonly event: 'truncate';
  /** The name of the table, quoted. */
  readonly quoted: string;
}

export type Change = RowChange | Emptying;

/** The values of the key of a row as one text, by which rows are told apart. */
export function keyOf({ row, bound }: RowChange): string {
  const { keyCount } = bound.shape;
  if (keyCount === 1) return textOf(row[0] ?? null);
  let key = '';
  // A length in front tells where a value ends, whatever is in it.
  for (let index = 0; index < keyCount; index += 1) {
    const text = textOf(row[index] ?? null);
    key += `${text.length}:${text}`;
  }
  return key;
}

function textOf(value: EncodedRow[number]): string {
  if (typeof value === 'string') return `=${value}`;
  return value === null
    ? ''
    : `x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
}
