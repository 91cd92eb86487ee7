import {
  DataError,
  isTypedNumber,
  javaClassNameOf,
  parseFieldPath,
  valueAtPath,
  type SinkRecord,
} from '@sluice/connect-api';
import { jsonString } from '@sluice/connector-json';
import type { DocumentSettings, IdStrategy } from '../config/settings.ts';
import type { Resource } from '../resources/resource.ts';
import { documentIdOf, placeId } from './document-key.ts';
import { DocumentText } from './document-text.ts';
import type { ConflictMeaning, Operation } from './operation.ts';
import { StreamDocumentText } from './stream-document.ts';

/** How often a server tries again by itself to change a document that somebody else is changing. */
const retriesOnConflict = 5;

/** Turns records into operations on documents. */
export class OperationWriter {
  readonly #settings: DocumentSettings;
  readonly #documents: DocumentText;
  readonly #streams = new Map<Resource, StreamDocumentText>();
  readonly #routingPath: readonly string[];

  constructor(settings: DocumentSettings) {
    this.#settings = settings;
    this.#documents = new DocumentText(settings);
    const { routing } = settings;
    this.#routingPath = typeof routing === 'object' ? parseFieldPath(routing.path, 'V2') : [];
  }

  /**
   * The operation of a record, `null` when it does nothing.
   * @throws DataError when no document can be made of it.
   */
  write(record: SinkRecord, resource: Resource): Operation | null {
    if (record.value === null) return this.#writeDelete(record, resource);
    const strategy = this.#idStrategy(record);
    const id = idOf(record, strategy);
    if (resource.time !== null) {
      const document = this.#streamOf(resource).of(record);
      const text = `${head('create', resource, id)}${this.#routing(record)}}}\n${document}\n`;
      return operation(record, text, { id, resource, conflict: conflictOf(strategy) });
    }
    const document = this.#documents.of(record);
    if (this.#settings.writeMethod === 'upsert' && id !== null) {
      const options = `,"retry_on_conflict":${retriesOnConflict}${this.#routing(record)}`;
      const text = `${head('update', resource, id)}${options}}}\n{"doc":${document},"doc_as_upsert":true}\n`;
      return operation(record, text, { id, resource, conflict: 'again' });
    }
    const options = this.#version(record, strategy) + this.#routing(record);
    const text = `${head('index', resource, id)}${options}}}\n${document}\n`;
    return operation(record, text, { id, resource, conflict: conflictOf(strategy) });
  }

  /** A record without a value stands for the end of its document. */
  #writeDelete(record: SinkRecord, resource: Resource): Operation | null {
    const { onNull } = this.#settings;
    if (onNull === 'ignore') return null;
    if (onNull === 'fail') {
      throw new DataError('The record has no value, and behavior.on.null.values is fail', {
        code: 'SEARCH_DOCUMENT_IMPOSSIBLE',
      });
    }
    const strategy = this.#idStrategy(record);
    // Without its key, nothing says which document is meant.
    if (strategy !== 'record.key' || record.key === null) return null;
    const id = documentIdOf(record);
    const options = this.#version(record, strategy) + this.#routing(record);
    const text = `${head('delete', resource, id)}${options}}}\n`;
    return operation(record, text, { id, resource, conflict: 'newer' });
  }

  #idStrategy({ topic }: SinkRecord): IdStrategy {
    return this.#settings.ignoresKey(topic) ? this.#settings.idWithoutKey : 'record.key';
  }

  #streamOf(resource: Resource): StreamDocumentText {
    let stream = this.#streams.get(resource);
    if (stream === undefined && resource.time !== null) {
      stream = new StreamDocumentText(resource.time, this.#settings);
      this.#streams.set(resource, stream);
    }
    return stream as StreamDocumentText;
  }

  /** Changes of single fields count versions by themselves: then the order of requests is all there is. */
  #version(record: SinkRecord, strategy: IdStrategy): string {
    if (strategy !== 'record.key' || this.#settings.writeMethod === 'upsert') return '';
    const { versionHeader } = this.#settings;
    const version = versionHeader === null ? record.kafkaOffset : headerVersion(record, versionHeader);
    return `,"version":${version},"version_type":"external"`;
  }

  #routing(record: SinkRecord): string {
    const { routing } = this.#settings;
    if (routing === 'none') return '';
    const value = routing === 'key' ? record.key : valueAtPath(record.value, this.#routingPath, true);
    // A delete has no value to look into.
    if (value === null && record.value === null) return '';
    return `,"routing":${jsonString(routingText(value))}`;
  }
}

interface Target {
  readonly id: string | null;
  readonly resource: Resource;
  readonly conflict: ConflictMeaning;
}

function operation(record: SinkRecord, text: string, { id, resource, conflict }: Target): Operation {
  // What stands for one record only, and what the server names, no other operation is about.
  const isShared = id !== null && conflict !== 'done';
  const identity = isShared ? `${resource.name}/${id}` : null;
  return { record, identity, text, bytes: Buffer.byteLength(text), conflict };
}

function idOf(record: SinkRecord, strategy: IdStrategy): string | null {
  if (strategy === 'record.key') return documentIdOf(record);
  return strategy === 'none' ? null : placeId(record);
}

function conflictOf(strategy: IdStrategy): ConflictMeaning {
  return strategy === 'record.key' ? 'newer' : 'done';
}

function head(
  action: 'index' | 'create' | 'update' | 'delete',
  { head: target }: Resource,
  id: string | null,
) {
  return id === null ? `{"${action}":${target}` : `{"${action}":${target},"_id":${jsonString(id)}`;
}

function headerVersion(record: SinkRecord, name: string): string {
  const value = record.hasHeaders ? (record.headers.lastWithName(name)?.value ?? null) : null;
  const text = headerText(isTypedNumber(value) ? value.value : value);
  if (/^\d{1,19}$/.test(text)) return text;
  const found = value === null ? 'the record has no such header' : `it is a ${javaClassNameOf(value)}`;
  throw new DataError(
    `The header ${name} (external.version.header) has to hold a whole number from 0 on: ${found}`,
    { code: 'SEARCH_DOCUMENT_IMPOSSIBLE' },
  );
}

function headerText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number'
    ? `${value}`
    : '';
}

function routingText(value: unknown): string {
  const plain = isTypedNumber(value) ? value.value : value;
  if (typeof plain === 'string' && plain !== '') return plain;
  if (typeof plain === 'bigint' || typeof plain === 'number' || typeof plain === 'boolean')
    return String(plain);
  throw new DataError(
    `The routing of a document has to be a text or a number, but it is ${plain === '' ? 'empty' : `a ${javaClassNameOf(value)}`}`,
    { code: 'SEARCH_DOCUMENT_IMPOSSIBLE' },
  );
}
