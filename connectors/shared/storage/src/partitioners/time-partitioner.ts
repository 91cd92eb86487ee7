import { DataError, type SinkRecord } from '@sluice/connect-api';
import { localDateOf } from './local-date.ts';
import type { Partitioner } from './partitioner.ts';
import { compilePathPattern } from './path-pattern.ts';
import type { TimeZone } from './time-zone.ts';
import type { TimestampExtractor } from './timestamp-extractors.ts';

/** A day before the last instant of a Date. */
const latestMs = 8.64e15 - 24 * 3_600_000;

export interface TimePartitionerOptions {
  readonly durationMs: number;
  readonly pathFormat: string;
  readonly locale: string;
  readonly zone: TimeZone;
  readonly extractor: TimestampExtractor;
}

/** `year=2026/month=11/day=27`: the time of the record, in steps of a duration. */
export class TimePartitioner implements Partitioner {
  readonly timeOf: TimestampExtractor;
  readonly usesWallClock: boolean;
  readonly #durationMs: number;
  readonly #zone: TimeZone;
  readonly #format: (bucketMs: number) => string;
  readonly #folders = new Map<number, string>();

  constructor({ durationMs, pathFormat, locale, zone, extractor }: TimePartitionerOptions) {
    this.timeOf = extractor;
    this.usesWallClock = extractor === null;
    this.#durationMs = durationMs;
    this.#zone = zone;
    const show = compilePathPattern(pathFormat, { locale, zoneId: zone.id });
    this.#format = (localMs) => {
      const instantMs = zone.fromLocal(localMs);
      return show(localDateOf(instantMs, zone.toLocal(instantMs)));
    };
  }

  folderOf(record: SinkRecord, nowMs: number): string {
    const timeMs = this.timeOf === null ? nowMs : this.timeOf(record);
    if (!(Math.abs(timeMs) < latestMs)) {
      throw new DataError(
        `${timeMs} ms is beyond the dates there are: the time of the record names no folder`,
      );
    }
    // Java's division rounds towards zero, also before 1970.
    const localMs = Math.trunc(this.#zone.toLocal(timeMs) / this.#durationMs) * this.#durationMs;
    const known = this.#folders.get(localMs);
    if (known !== undefined) return known;
    if (this.#folders.size > 1000) this.#folders.clear();
    const folder = this.#format(localMs);
    this.#folders.set(localMs, folder);
    return folder;
  }
}
