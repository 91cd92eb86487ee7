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
    this.#headers = init.headers ?? null;
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

  /** The headers of a changed record: those given, else a duplicate, else `null` when there are none. */
  protected changedHeaders(changes: Partial<ConnectRecordInit>): Headers | null {
    if ('headers' in changes) return changes.headers ?? null;
    return this.hasHeaders ? this.headers.duplicate() : null;
  }
}
