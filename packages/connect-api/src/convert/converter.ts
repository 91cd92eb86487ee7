import type { Schema, SchemaAndValue } from '../data/schema.ts';
import type { PluginDescription } from '../plugin/plugin-description.ts';
import type { Monitorable } from '../plugin/plugin-metrics.ts';

/** What a converter makes of a value: bytes, or text that stands for its UTF-8 bytes, or `null` (a tombstone). */
export type Encoded = Uint8Array | string | null;

/** A header as it stands in Kafka. */
export interface EncodedHeader {
  readonly key: string;
  readonly value: Encoded;
}

/**
 * The record a conversion belongs to. One object serves a whole batch, its properties changing from record to
 * record: a converter must not keep it.
 */
export interface ConvertTarget {
  readonly topic: string;
  /**
   * The record's headers as they are in Kafka, converted already where a record is written. A converter that
   * writes may add to them. Asking creates the list, so leave it alone when it is not needed.
   */
  readonly headers: EncodedHeader[];
}

/** Where the bytes of a message are, in those of a batch. */
export interface ByteRange {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Turns keys or values into bytes and back. Called synchronously, for one record at a time, on the task's thread. */
export interface Converter extends Monitorable {
  /**
   * @throws DataError when the value does not fit the schema or cannot be represented.
   */
  encode(schema: Schema | null, value: unknown, target: ConvertTarget): Encoded;
  /**
   * @param bytes - a view of the received batch: it stays as it is, but keeping it keeps the whole batch in memory.
   * @throws DataError when the bytes cannot be read.
   */
  decode(bytes: Buffer | null, target: ConvertTarget): SchemaAndValue;
  /**
   * Like `decode`, but the value may be a {@link DeferredMap}. Called instead of `decode`, for bytes that are not null,
   * where what comes next says that it takes such maps; a converter that has none to give need not have it.
   * @param range - one object for all messages: it must not be kept, though its bytes may.
   */
  decodeDeferred?(range: ByteRange, target: ConvertTarget): SchemaAndValue;
  /** Called once when the task has ended. */
  close?(): void;
}

/** The header a conversion belongs to; reused like {@link ConvertTarget}. */
export interface HeaderTarget {
  readonly topic: string;
  readonly headerKey: string;
}

/** Turns header values into bytes and back. */
export interface HeaderConverter extends Monitorable {
  /** @throws DataError when the value cannot be represented. */
  encodeHeader(schema: Schema | null, value: unknown, target: HeaderTarget): Encoded;
  /** @throws DataError when the bytes cannot be read. */
  decodeHeader(bytes: Buffer | null, target: HeaderTarget): SchemaAndValue;
  close?(): void;
}

/** What a converter is used for; handed over as the option `converter.type`. */
export type ConverterUse = 'key' | 'value' | 'header';

/** Declares a converter class. */
export interface ConverterPlugin extends PluginDescription {
  readonly kind: 'converter';
  /** Makes a converter for keys or values. `config` holds the options with their prefix removed. */
  createConverter(config: Readonly<Record<string, string | null>>, use: 'key' | 'value'): Converter;
  /** Present when the class may convert headers too. */
  createHeaderConverter?(config: Readonly<Record<string, string | null>>): HeaderConverter;
}

/** Declares a class that converts headers only. */
export interface HeaderConverterPlugin extends PluginDescription {
  readonly kind: 'header-converter';
  createHeaderConverter(config: Readonly<Record<string, string | null>>): HeaderConverter;
}

/** Declares a converter class; returns the declaration, typed. */
export function defineConverter(plugin: Omit<ConverterPlugin, 'kind'>): ConverterPlugin {
  return { kind: 'converter', ...plugin };
}

/** Declares a header converter class; returns the declaration, typed. */
export function defineHeaderConverter(plugin: Omit<HeaderConverterPlugin, 'kind'>): HeaderConverterPlugin {
  return { kind: 'header-converter', ...plugin };
}
