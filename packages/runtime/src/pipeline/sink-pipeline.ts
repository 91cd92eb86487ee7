import {
  ConnectHeaders,
  SinkRecord,
  type ByteRange,
  type Converter,
  type ConvertTarget,
  type EncodedHeader,
  type Headers,
  type Schema,
  type SchemaAndValue,
  type SinkRecordInit,
  type TimestampType,
} from '@sluice/connect-api';
import { closeConverters, type Converters } from './converters.ts';
import { StageShares } from './stage-shares.ts';
import type { StageInUse } from './stage.ts';
import { TransformChain } from './transform-chain.ts';
import { undeferred } from './undeferred.ts';

/** The name of the type of a timestamp. */
export const timestampTypes = {
  none: 'NoTimestampType',
  'create-time': 'CreateTime',
  'log-append-time': 'LogAppendTime',
} as const satisfies Record<string, TimestampType>;

/** A consumed record as the pipeline reads it: a cursor over a batch, so nothing of it may be kept. */
export interface ConsumedRecord {
  readonly offset: number;
  readonly timestampMs: number;
  readonly timestampType: keyof typeof timestampTypes;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Where the value is, `null` where it is null. */
  readonly valueRange: ByteRange | null;
  readonly headerCount: number;
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[];
}

/** Where consumed records come from. */
export interface ConsumedFrom {
  readonly topic: string;
  readonly partition: number;
}

export interface SinkPipelineOptions {
  readonly chain?: TransformChain;
  /**
   * Whether records know what they were made from, which then stays in memory as long as they do; needed to find their
   * bytes again.
   */
  readonly keepsOrigin?: boolean;
  /** Whether values may be a `DeferredMap` in the end. */
  readonly takesDeferredMaps?: boolean;
}

/**
 * Turns consumed records into sink records. The order of the stages is key, value, header, the reverse of a
 * source's, and then come the transformations.
 */
export class SinkPipeline {
  readonly #converters: Converters;
  readonly #keepsOrigin: boolean;
  readonly #chain: TransformChain;
  readonly #takesDeferredMaps: boolean;
  /** `null` where maps are to be made, or the converter makes them in any case. */
  readonly #decodeDeferred: NonNullable<Converter['decodeDeferred']> | null;
  readonly #target = new SinkTarget();
  readonly #parts = new SinkRecordParts();
  readonly #shares = new StageShares();
  readonly #headerStage: StageInUse;
  readonly #keyStage: StageInUse;
  readonly #valueStage: StageInUse;
  /** `null` while transformations are applied. */
  #converterStage: StageInUse | null = null;

  constructor(
    converters: Converters,
    {
      chain = new TransformChain([]),
      keepsOrigin = false,
      takesDeferredMaps = false,
    }: SinkPipelineOptions = {},
  ) {
    this.#converters = converters;
    this.#keepsOrigin = keepsOrigin;
    this.#chain = chain;
    this.#takesDeferredMaps = takesDeferredMaps;
    const mayDefer = chain.isEmpty ? takesDeferredMaps : chain.takesDeferredMaps;
    const { converter } = converters.value;
    this.#decodeDeferred = mayDefer ? (converter.decodeDeferred?.bind(converter) ?? null) : null;
    this.#headerStage = { stage: 'HEADER_CONVERTER', className: converters.header.className };
    this.#keyStage = { stage: 'KEY_CONVERTER', className: converters.key.className };
    this.#valueStage = { stage: 'VALUE_CONVERTER', className: converters.value.className };
  }

  /** The converter or transformation that is or was last called. */
  get stageInUse(): StageInUse {
    return this.#converterStage ?? this.#chain.stageInUse ?? this.#keyStage;
  }

  /**
   * Converts and transforms a record; `null` when a transformation dropped it. Whatever a plugin throws passes
   * through, `stageInUse` tells which one it was.
   */
  decode(from: ConsumedFrom, record: ConsumedRecord): SinkRecord | null {
    if (!this.#chain.isEmpty && this.#shares.isDue()) return this.#decodeTimed(from, record);
    this.#chain.start(this.#convert(from, record));
    return this.#transform();
  }

  /** Which share of the time in here is that of transformations. */
  get transformShare(): number {
    return this.#shares.transformShare;
  }

  /** Does the same for the record in hand again, but goes on with the transformation if it was one that failed. */
  retry(from: ConsumedFrom, record: ConsumedRecord): SinkRecord | null {
    if (this.#converterStage !== null) return this.decode(from, record);
    return this.#runChain();
  }

  close(): void {
    closeConverters(this.#converters);
    this.#chain.close();
  }

  #decodeTimed(from: ConsumedFrom, record: ConsumedRecord): SinkRecord | null {
    const startedMs = performance.now();
    this.#chain.start(this.#convert(from, record));
    const convertedMs = performance.now();
    const transformed = this.#transform();
    this.#shares.took(performance.now() - convertedMs, convertedMs - startedMs);
    return transformed;
  }

  #transform(): SinkRecord | null {
    this.#converterStage = null;
    return this.#runChain();
  }

  #runChain(): SinkRecord | null {
    const record = this.#chain.run() as SinkRecord | null;
    return record === null || this.#takesDeferredMaps ? record : undeferred(record);
  }

  #convert(from: ConsumedFrom, record: ConsumedRecord): SinkRecord {
    const { topic, partition } = from;
    const target = this.#target;
    target.topic = topic;
    target.record = record;
    this.#converterStage = this.#keyStage;
    const key = this.#converters.key.converter.decode(record.key, target);
    this.#converterStage = this.#valueStage;
    const value = this.#decodeValue(record);
    this.#converterStage = this.#headerStage;
    // Each time it is asked for, it is decoded.
    const { timestampMs } = record;
    const parts = this.#parts;
    parts.topic = topic;
    parts.kafkaPartition = partition;
    parts.keySchema = key.schema;
    parts.key = key.value;
    parts.valueSchema = value.schema;
    parts.value = value.value;
    parts.timestampMs = timestampMs === -1 ? null : timestampMs;
    parts.headers = record.headerCount > 0 ? this.#decodeHeaders(topic, record) : null;
    parts.kafkaOffset = record.offset;
    parts.timestampType = timestampTypes[record.timestampType];
    parts.origin = this.#keepsOrigin ? from : null;
    const made = new SinkRecord(parts);
    parts.release();
    return made;
  }

  #decodeValue(record: ConsumedRecord): SchemaAndValue {
    const decodeDeferred = this.#decodeDeferred;
    const range = decodeDeferred === null ? null : record.valueRange;
    return range === null || decodeDeferred === null
      ? this.#converters.value.converter.decode(record.value, this.#target)
      : decodeDeferred(range, this.#target);
  }

  #decodeHeaders(topic: string, record: ConsumedRecord): Headers {
    const headers = new ConnectHeaders();
    const { converter } = this.#converters.header;
    for (const { key, value } of record.headers) {
      const decoded = converter.decodeHeader(value, { topic, headerKey: key });
      headers.add(key, decoded.value, decoded.schema);
    }
    return headers;
  }
}

/** What the next record is made of: one object for all of them, as each record copies it. */
class SinkRecordParts implements SinkRecordInit {
  topic = '';
  kafkaPartition = 0;
  keySchema: Schema | null = null;
  key: unknown = null;
  valueSchema: Schema | null = null;
  value: unknown = null;
  timestampMs: number | null = null;
  headers: Headers | null = null;
  kafkaOffset = 0;
  timestampType: TimestampType = 'NoTimestampType';
  origin: object | null = null;

  /** Lets go of what would keep a batch in memory. */
  release(): void {
    this.key = null;
    this.value = null;
    this.headers = null;
    this.origin = null;
  }
}

/** What converters see of the record in hand. */
class SinkTarget implements ConvertTarget {
  topic = '';
  record: ConsumedRecord | null = null;

  get headers(): EncodedHeader[] {
    return [...(this.record?.headers ?? [])];
  }
}
