import { DataError, isStruct, type SinkRecord } from '@sluice/connect-api';
import { jsonString } from '@sluice/connector-json';
import type { StreamTime } from '../config/settings.ts';
import { DocumentText } from './document-text.ts';
import type { TextOptions } from './schema-text.ts';
import { schemalessText } from './schemaless-text.ts';

/** Writes documents of data streams: each has a time. */
export class StreamDocumentText {
  readonly #time: StreamTime;
  readonly #whole: DocumentText;
  readonly #timeless: DocumentText;
  readonly #head: string;

  constructor(time: StreamTime, options: TextOptions) {
    this.#time = time;
    this.#whole = new DocumentText(options);
    this.#timeless = new DocumentText({ ...options, except: time.field });
    this.#head = `{${jsonString(time.field)}:`;
  }

  /** @throws DataError for what cannot be a document, or has no time. */
  of(record: SinkRecord): string {
    const { field, keeps } = this.#time;
    if (keeps && (memberOf(record, field) ?? null) !== null) return this.#whole.of(record);
    const text = this.#timeless.of(record);
    const start = this.#head + this.#timeText(record);
    return text === '{}' ? `${start}}` : `${start},${text.slice(1)}`;
  }

  #timeText(record: SinkRecord): string {
    for (const name of this.#time.from) {
      const value = memberOf(record, name) ?? null;
      if (value !== null) return timeText(value);
    }
    if (record.timestampMs !== null) return String(record.timestampMs);
    throw new DataError(`A document of a data stream needs a time, but the record has none`, {
      code: 'SEARCH_DOCUMENT_IMPOSSIBLE',
    });
  }
}

function memberOf({ value }: SinkRecord, name: string): unknown {
  if (value instanceof Map) return value.get(name);
  return isStruct(value) && value.schema.field(name) !== undefined ? value.get(name) : undefined;
}

function timeText(value: unknown): string {
  if (value instanceof Date) return String(value.getTime());
  return typeof value === 'string' ? jsonString(value) : schemalessText(value);
}
