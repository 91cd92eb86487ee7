import {
  ConnectHeaders,
  SinkRecord,
  type ConvertTarget,
  type EncodedHeader,
  type Headers,
  type TimestampType,
} from '@sluice/connect-api';
import { closeConverters, type Converters } from './converters.ts';
import type { StageInUse } from './stage.ts';

const timestampTypes = {
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
  readonly headerCount: number;
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[];
}

/**
 * Turns consumed records into sink records. The order of the stages is key, value, header: the reverse of a
 * source's.
 */
export class SinkPipeline {
  /** The converter that is or was last called. */
  stageInUse: StageInUse;

  readonly #converters: Converters;
  readonly #target = new SinkTarget();
  readonly #headerStage: StageInUse;
  readonly #keyStage: StageInUse;
  readonly #valueStage: StageInUse;

  constructor(converters: Converters) {
    this.#converters = converters;
    this.#headerStage = { stage: 'HEADER_CONVERTER', className: converters.header.className };
    this.#keyStage = { stage: 'KEY_CONVERTER', className: converters.key.className };
    this.#valueStage = { stage: 'VALUE_CONVERTER', className: converters.value.className };
    this.stageInUse = this.#keyStage;
  }

  /** Converts a record; whatever a converter throws passes through, `stageInUse` tells which one it was. */
  decode(topic: string, partition: number, record: ConsumedRecord): SinkRecord {
    const target = this.#target;
    target.topic = topic;
    target.record = record;
    this.stageInUse = this.#keyStage;
    const key = this.#converters.key.converter.decode(record.key, target);
    this.stageInUse = this.#valueStage;
    const value = this.#converters.value.converter.decode(record.value, target);
    this.stageInUse = this.#headerStage;
    const headers = record.headerCount > 0 ? this.#decodeHeaders(topic, record) : null;
    return new SinkRecord({
      topic,
      kafkaPartition: partition,
      keySchema: key.schema,
      key: key.value,
      valueSchema: value.schema,
      value: value.value,
      timestampMs: record.timestampMs === -1 ? null : record.timestampMs,
      headers,
      kafkaOffset: record.offset,
      timestampType: timestampTypes[record.timestampType],
    });
  }

  close(): void {
    closeConverters(this.#converters);
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

/** What converters see of the record in hand. */
class SinkTarget implements ConvertTarget {
  topic = '';
  record: ConsumedRecord | null = null;

  get headers(): EncodedHeader[] {
    return [...(this.record?.headers ?? [])];
  }
}
