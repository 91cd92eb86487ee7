import { SourceRecord, type SourceOffset, type SourcePartition, type Struct } from '@sluice/connect-api';
import { compareInstants, type SqlInstant, type SqlRow } from '@sluice/connector-shared-sql';
import type { Mode } from '../config/mode-keys.ts';
import { formatOffset, type RowOffset } from '../offsets/row-offset.ts';
import type { RowMarks } from './row-marks.ts';
import type { RowStructs } from './row-structs.ts';

export interface RecordsOfRows {
  readonly mode: Mode;
  readonly topic: string;
  readonly partition: SourcePartition;
  readonly structs: RowStructs;
  readonly marks: RowMarks;
  /** Where the rows begin. */
  readonly from: { readonly timestamp: SqlInstant };
}

interface HeldRow {
  readonly value: Struct;
  readonly timestamp: SqlInstant;
}

/**
 * Makes records of rows, each with the offset to go on at.
 *
 * By time alone, rows with the same time cannot be told apart: only the last of them has their time for an offset, those
 * before it have the time before. To know the last, a row is held back until the next one is there, or the end.
 */
export class RowRecords {
  readonly #parts: RecordsOfRows;
  #held: HeldRow | null = null;
  #timeBefore: SqlInstant;
  /** After the last record that was made; `null` before the first. */
  #offset: RowOffset | null = null;

  constructor(parts: RecordsOfRows) {
    this.#parts = parts;
    this.#timeBefore = parts.from.timestamp;
  }

  get offset(): RowOffset | null {
    return this.#offset;
  }

  make(rows: readonly SqlRow[]): SourceRecord[] {
    const { mode } = this.#parts;
    if (mode === 'timestamp') return this.#makeByTime(rows);
    const { structs, marks } = this.#parts;
    const records: SourceRecord[] = [];
    for (const row of rows) {
      const value = structs.make(row);
      if (mode === 'bulk') records.push(this.#record(value, null));
      else {
        const timestamp = mode === 'incrementing' ? null : marks.timestamp(row);
        this.#offset = { incrementing: marks.incrementing(row), timestamp };
        records.push(this.#record(value, formatOffset(this.#offset)));
      }
    }
    return records;
  }

  /** What is left when there are no more rows. */
  finish(): SourceRecord[] {
    return this.#held === null ? [] : [this.#release(this.#held, null)];
  }

  #makeByTime(rows: readonly SqlRow[]): SourceRecord[] {
    const { structs, marks } = this.#parts;
    const records: SourceRecord[] = [];
    for (const row of rows) {
      const timestamp = marks.timestamp(row);
      if (this.#held !== null) records.push(this.#release(this.#held, timestamp));
      this.#held = { value: structs.make(row), timestamp };
    }
    return records;
  }

  #release({ value, timestamp }: HeldRow, next: SqlInstant | null): SourceRecord {
    const isLast = next === null || compareInstants(next, timestamp) !== 0;
    if (isLast) this.#timeBefore = timestamp;
    this.#held = null;
    this.#offset = { incrementing: null, timestamp: this.#timeBefore };
    return this.#record(value, formatOffset(this.#offset));
  }

  #record(value: Struct, sourceOffset: SourceOffset | null): SourceRecord {
    const { topic, partition, structs } = this.#parts;
    return new SourceRecord({
      topic,
      valueSchema: structs.schema,
      value,
      sourcePartition: partition,
      sourceOffset,
    });
  }
}
