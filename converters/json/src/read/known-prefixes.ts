import type { PreparedSchema } from './prepared-schema.ts';

const capacity = 16;

interface KnownPrefix {
  readonly bytes: Buffer;
  readonly schema: PreparedSchema;
}

/**
 * The beginnings of envelopes, from the first byte to where the payload starts, with the schema that stands in
 * them. Messages of one origin begin alike: then the schema need not be read again.
 */
export class KnownPrefixes {
  readonly #prefixes: KnownPrefix[] = [];

  /** The one that the message begins with, `null` when there is none. */
  find(message: Buffer): KnownPrefix | null {
    const prefixes = this.#prefixes;
    for (let index = 0; index < prefixes.length; index++) {
      const prefix = prefixes[index];
      if (prefix === undefined || !startsWith(message, prefix.bytes)) continue;
      if (index > 0) this.#moveToFront(prefix, index);
      return prefix;
    }
    return null;
  }

  /** Remembers the first bytes of a message, which must not change any more. */
  add(bytes: Buffer, schema: PreparedSchema): void {
    if (this.#prefixes.length === capacity) this.#prefixes.pop();
    this.#prefixes.unshift({ bytes, schema });
  }

  #moveToFront(prefix: KnownPrefix, index: number): void {
    this.#prefixes.splice(index, 1);
    this.#prefixes.unshift(prefix);
  }
}

function startsWith(message: Buffer, prefix: Buffer): boolean {
  const { length } = prefix;
  if (message.length <= length || message[length - 1] !== prefix[length - 1]) return false;
  return message.compare(prefix, 0, length, 0, length) === 0;
}
