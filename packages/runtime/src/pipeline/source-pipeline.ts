import type { ConvertTarget, Encoded, EncodedHeader, SourceRecord } from '@sluice/connect-api';
import { closeConverters, type Converters } from './converters.ts';
import type { StageInUse } from './stage.ts';

const noHeaders: readonly EncodedHeader[] = [];

/**
 * Turns source records into what is written to Kafka. One object serves all records of a task: `encode` leaves
 * its result in the public fields, so that a record costs no allocation here.
 *
 * The order of the stages is header, key, value: the converters of key and value see the converted headers and
 * may add to them.
 */
export class SourcePipeline {
  key: Encoded = null;
  value: Encoded = null;
  headers: readonly EncodedHeader[] = noHeaders;
  /** The converter that is or was last called. */
  stageInUse: StageInUse;

  readonly #converters: Converters;
  readonly #target = new SourceTarget();
  readonly #headerStage: StageInUse;
  readonly #keyStage: StageInUse;
  readonly #valueStage: StageInUse;

  constructor(converters: Converters) {
    this.#converters = converters;
    this.#headerStage = { stage: 'HEADER_CONVERTER', className: converters.header.className };
    this.#keyStage = { stage: 'KEY_CONVERTER', className: converters.key.className };
    this.#valueStage = { stage: 'VALUE_CONVERTER', className: converters.value.className };
    this.stageInUse = this.#headerStage;
  }

  /** Converts a record; whatever a converter throws passes through, `stageInUse` tells which one it was. */
  encode(record: SourceRecord): void {
    const target = this.#target;
    target.topic = record.topic;
    target.list = null;
    this.stageInUse = this.#headerStage;
    if (record.hasHeaders) target.list = this.#encodeHeaders(record);
    this.stageInUse = this.#keyStage;
    this.key = this.#converters.key.converter.encode(record.keySchema, record.key, target);
    this.stageInUse = this.#valueStage;
    this.value = this.#converters.value.converter.encode(record.valueSchema, record.value, target);
    this.headers = target.list ?? noHeaders;
  }

  close(): void {
    closeConverters(this.#converters);
  }

  #encodeHeaders({ topic, headers }: SourceRecord): EncodedHeader[] {
    const { converter } = this.#converters.header;
    const encoded: EncodedHeader[] = [];
    for (const { key, schema, value } of headers) {
      encoded.push({ key, value: converter.encodeHeader(schema, value, { topic, headerKey: key }) });
    }
    return encoded;
  }
}

/** What converters see of the record in hand; the list of headers is made when one asks for it. */
class SourceTarget implements ConvertTarget {
  topic = '';
  list: EncodedHeader[] | null = null;

  get headers(): EncodedHeader[] {
    return (this.list ??= []);
  }
}
