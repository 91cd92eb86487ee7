import type { Schema } from '../data/schema.ts';
import { ConnectHeaders, type Headers } from '../data/headers.ts';

/** What every record has; times are milliseconds since the epoch. */
export interface ConnectRecordInit {
  readonly topic: string;
  /** The Kafka partition; `null` (default) lets the partitioner decide. */
  readonly kafkaPartition?: number | null;
  readonly keySchema?: Schema | null;
  readonly key?: unknown;
  readonly valueSchema?: Schema | null;
  readonly value?: unknown;
  /** `null` (default) is no timestamp. */
  readonly timestampMs?: number | null;
  /** Taken as they are, not copied. */
  readonly headers?: Headers | null;
}

/** The part that source and sink records share. Immutable but for its headers. */
export abstract class ConnectRecord {
  readonly topic: string;
  readonly kafkaPartition: number | null;
  readonly keySchema: Schema | null;
  readonly key: unknown;
  readonly valueSchema: Schema | null;
  readonly value: unknown;
  readonly timestampMs: number | null;
  #headers: Headers | null;

  protected constructor(init: ConnectRecordInit) {
    this.topic = init.topic;
    this.kafkaPartition = init.kafkaPartition ?? null;
    this.keySchema = init.keySchema ?? null;
    this.key = init.key ?? null;
    this.valueSchema = init.valueSchema ?? null;
    this.value = init.value ?? null;
    this.timestampMs = init.timestampMs ?? null;
    // A record makes its headers when they are asked for; a copy gets its own.
    this.#headers = init instanceof ConnectRecord ? null : (init.headers ?? null);
  }

  /** The headers, never `null`; made when first asked for. */
  get headers(): Headers {
    return (this.#headers ??= new ConnectHeaders());
  }

  /** Whether there is at least one header; does not create the list. */
  get hasHeaders(): boolean {
    return this.#headers !== null && this.#headers.size > 0;
  }

  /**
   * A record like this one with the given parts replaced. Headers not given are duplicated, headers given are
   * taken as they are.
   */
  abstract with(changes: Partial<ConnectRecordInit>): ConnectRecord;

  /** Puts the changes into a copy of this record that nobody else has yet, and which has no headers. */
  protected change<R extends ConnectRecord>(copy: R, changes: Partial<ConnectRecordInit>): R {
    const changed: Mutable<ConnectRecord> = copy;
    changeHalves(copy, changes);
    if (changes.topic !== undefined) changed.topic = changes.topic;
    if ('timestampMs' in changes) changed.timestampMs = changes.timestampMs ?? null;
    if ('headers' in changes) copy.#headers = changes.headers ?? null;
    else if (this.hasHeaders) copy.#headers = this.headers.duplicate();
    return copy;
  }
}

/** For a record in the making. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function changeHalves(copy: Mutable<ConnectRecord>, changes: Partial<ConnectRecordInit>): void {
  if ('keySchema' in changes) copy.keySchema = changes.keySchema ?? null;
  if ('key' in changes) copy.key = changes.key ?? null;
  if ('valueSchema' in changes) copy.valueSchema = changes.valueSchema ?? null;
  if ('value' in changes) copy.value = changes.value ?? null;
}
