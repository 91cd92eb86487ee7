import { formatJavaText, javaClassNameOf, type SinkRecord } from '@sluice/connect-api';
import type { Argument } from '../connection/command.ts';
import { impossible } from './impossible.ts';
import type { SinkSettings } from './sink-settings.ts';

type KeySettings = Pick<SinkSettings, 'keyspace' | 'separator' | 'encode'>;

/** Makes keys of Redis. */
export class RecordKeys {
  readonly #settings: KeySettings;
  readonly #prefixes = new Map<string, string>();
  readonly #shared = new Map<string, Argument>();

  constructor(settings: KeySettings) {
    this.#settings = settings;
  }

  /** The key that the records of a topic share. */
  ofTopic(topic: string): Argument {
    const known = this.#shared.get(topic);
    if (known !== undefined) return known;
    const key = this.#settings.encode(this.#keyspace(topic));
    this.#shared.set(topic, key);
    return key;
  }

  /** The key of a record's own. @throws DataError when the record has none. */
  ofRecord(record: SinkRecord): Argument {
    const { key } = record;
    const { encode, keyspace } = this.#settings;
    if (key === null) throw impossible('The record has no key, which the key in Redis is made of');
    if (keyspace === '') return this.ofMember(record);
    const prefix = this.#prefixOf(record.topic);
    if (typeof key === 'string') return encode(prefix + key);
    if (Buffer.isBuffer(key)) return Buffer.concat([Buffer.from(encode(prefix)), key]);
    return encode(prefix + formatJavaText(key, record.keySchema));
  }

  /** The key of a record as it is: a member of a set, an entry of a list, or the whole key. */
  ofMember({ key }: SinkRecord): Argument {
    if (typeof key === 'string') return this.#settings.encode(key);
    if (Buffer.isBuffer(key)) return key;
    const what =
      key === null ? 'The record has no key' : `The key of the record is a ${javaClassNameOf(key)}`;
    throw impossible(
      `${what}; a text or bytes are needed: use StringConverter or ByteArrayConverter, or a transformation`,
    );
  }

  #prefixOf(topic: string): string {
    const known = this.#prefixes.get(topic);
    if (known !== undefined) return known;
    const prefix = this.#keyspace(topic) + this.#settings.separator;
    this.#prefixes.set(topic, prefix);
    return prefix;
  }

  #keyspace(topic: string): string {
    return this.#settings.keyspace.replaceAll('${topic}', topic);
  }
}
