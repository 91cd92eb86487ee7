import type { ConvertTarget, Encoded, EncodedHeader, SourceRecord } from '@sluice/connect-api';
import { closeConverters, type Converters } from './converters.ts';
import { StageShares } from './stage-shares.ts';
import type { StageInUse } from './stage.ts';
import { TransformChain } from './transform-chain.ts';

const noHeaders: readonly EncodedHeader[] = [];

/**
 * Turns source records into what is written to Kafka. One object serves all records of a task: `encode` leaves
 * its result in the public fields, so that a record costs no allocation here.
 *
 * Transformations come first. Then the order of the stages is header, key, value: the converters of key and value
 * see the converted headers and may add to them.
 */
export class SourcePipeline {
  /** What the transformations have made of the record; `null` when they dropped it. */
  record: SourceRecord | null = null;
  key: Encoded = null;
  value: Encoded = null;
  headers: readonly EncodedHeader[] = noHeaders;

  readonly #converters: Converters;
  readonly #chain: TransformChain;
  readonly #target = new SourceTarget();
  readonly #shares = new StageShares();
  readonly #headerStage: StageInUse;
  readonly #keyStage: StageInUse;
  readonly #valueStage: StageInUse;
  /** `null` while transformations are applied. */
  #converterStage: StageInUse | null = null;

  constructor(converters: Converters, chain = new TransformChain([])) {
    this.#converters = converters;
    this.#chain = chain;
    this.#headerStage = { stage: 'HEADER_CONVERTER', className: converters.header.className };
    this.#keyStage = { stage: 'KEY_CONVERTER', className: converters.key.className };
    this.#valueStage = { stage: 'VALUE_CONVERTER', className: converters.value.className };
  }

  /** The transformation or converter that is or was last called. */
  get stageInUse(): StageInUse {
    return this.#converterStage ?? this.#chain.stageInUse ?? this.#headerStage;
  }

  /** Transforms and converts a record; whatever a plugin throws passes through, `stageInUse` tells which it was. */
  encode(record: SourceRecord): void {
    this.#chain.start(record);
    if (this.#chain.isEmpty || !this.#shares.isDue()) this.#finish();
    else this.#finishTimed();
  }

  /** Which share of the time in here is that of transformations. */
  get transformShare(): number {
    return this.#shares.transformShare;
  }

  /** Goes on with the record in hand, from the transformation or the converters that failed. */
  retry(): void {
    this.#finish();
  }

  #finish(): void {
    this.#transform();
    if (this.record !== null) this.#convert(this.record);
  }

  #finishTimed(): void {
    const startedMs = performance.now();
    this.#transform();
    const transformedMs = performance.now();
    if (this.record !== null) this.#convert(this.record);
    this.#shares.took(transformedMs - startedMs, performance.now() - transformedMs);
  }

  #transform(): void {
    this.#converterStage = null;
    this.record = this.#chain.run() as SourceRecord | null;
  }

  #convert(record: SourceRecord): void {
    const target = this.#target;
    target.topic = record.topic;
    target.list = null;
    this.#converterStage = this.#headerStage;
    if (record.hasHeaders) target.list = this.#encodeHeaders(record);
    this.#converterStage = this.#keyStage;
    this.key = this.#converters.key.converter.encode(record.keySchema, record.key, target);
    this.#converterStage = this.#valueStage;
    this.value = this.#converters.value.converter.encode(record.valueSchema, record.value, target);
    this.headers = target.list ?? noHeaders;
  }

  close(): void {
    closeConverters(this.#converters);
    this.#chain.close();
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
