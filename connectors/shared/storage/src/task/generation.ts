import type { Schema } from '@sluice/connect-api';
import type { Boundary, Segment } from './boundaries.ts';
import type { OpenFile } from './open-file.ts';

export interface GenerationStart {
  readonly offset: number;
  readonly nowMs: number;
  /** The time of the first record, where the partitioner knows one. */
  readonly timeMs: number | null;
  /** The schema that records were taken with before it. */
  readonly schemaBefore: Schema | null;
  readonly scheduledMs: number;
  /** Where it is to end, when that was decided before a restart. */
  readonly plan: Boundary | null;
}

/** The files of a Kafka partition that are completed together: records from one offset up to another. */
export class Generation {
  readonly start: GenerationStart;
  /** By folder and what their names begin with. */
  readonly files = new Map<string, OpenFile>();
  count = 0;
  /** When the last record came. */
  lastMs: number;
  /** Whether the boundary at the end is in the metadata of the committed offset, where it has to be before publication. */
  isConfirmed = false;
  #segments: Segment[] | null = null;
  #untilOffset: number | null = null;
  #isDeterministic = true;

  constructor(start: GenerationStart) {
    this.start = start;
    this.lastMs = start.nowMs;
  }

  get rawBytes(): number {
    let bytes = 0;
    for (const { encoder } of this.files.values()) bytes += encoder.rawBytes;
    return bytes;
  }

  /** The clock decided that records go into this folder from here on. */
  segment(folder: string, offset: number): void {
    this.#segments ??= [];
    if (this.#segments.at(-1)?.[0] !== folder) this.#segments.push([folder, offset]);
  }

  get segmentCount(): number {
    return this.#segments?.length ?? 0;
  }

  /**
   * Nothing more goes into it.
   * @param isDeterministic - whether whoever begins anew comes to this end by the records and the configuration alone.
   */
  seal(untilOffset: number, isDeterministic: boolean): void {
    this.#untilOffset = untilOffset;
    this.#isDeterministic = isDeterministic && this.#segments === null;
  }

  get boundary(): Boundary {
    if (this.#untilOffset === null) throw new Error('The generation is not sealed');
    return { untilOffset: this.#untilOffset, segments: this.#segments ?? this.start.plan?.segments ?? null };
  }

  /** Whether its files may be shown: whoever begins anew from the committed offset would come to the same ones. */
  get mayBePublished(): boolean {
    return this.#isDeterministic || this.isConfirmed;
  }
}
