import { ConnectError } from '@sluice/connect-api';

/** One entry of a serialized `java.util.HashMap<byte[], byte[]>`; `null` stands for a null reference. */
export interface ByteEntry {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/*
 * The layout that Java's object serialization gives a HashMap of byte arrays (numbers big-endian):
 *
 *   AC ED 00 05 | 73 | class descriptor of HashMap | float loadFactor | int threshold
 *   77 08 int bucketCount, int entryCount | key, value, key, value … | 78
 *
 * A key or value is `70` (null) or `75`, a class descriptor of `[B`, an int length and the bytes. The first
 * descriptor of `[B` is written out, later ones are a reference to it (`71 00 7E 00 02`).
 */
const hashMapHead = Buffer.from(
  `aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f724900097468726573686f6c647870`,
  'hex',
);
const byteArrayDescriptor = Buffer.from('7200025b42acf317f8060854e00200007870', 'hex');
const byteArrayReference = Buffer.from('71007e0002', 'hex');
const loadFactor = Buffer.from('3f400000', 'hex');
const nullByte = 0x70;
const arrayByte = 0x75;
const blockDataByte = 0x77;
const endBlockByte = 0x78;

/**
 * Reads such a stream whole.
 * @throws ConnectError when it is not one, is torn, or has anything after its end.
 */
export function decodeHashMapStream(bytes: Buffer): ByteEntry[] {
  return new HashMapReader(bytes).read();
}

class HashMapReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(): ByteEntry[] {
    this.#expect(hashMapHead, 'a serialized java.util.HashMap');
    this.#take(8, 'load factor and threshold');
    this.#expect(Buffer.from([blockDataByte, 8]), 'the table size');
    const sizes = this.#take(8, 'the table size');
    const entries: ByteEntry[] = [];
    for (let left = sizes.readInt32BE(4); left > 0; left--) {
      entries.push({ key: this.#byteArray(), value: this.#byteArray() });
    }
    this.#expect(Buffer.from([endBlockByte]), 'the end of the map');
    if (this.#at !== this.#bytes.length) this.#fail('the end of the file');
    return entries;
  }

  #byteArray(): Buffer | null {
    const kind = this.#take(1, 'an entry')[0];
    if (kind === nullByte) return null;
    if (kind !== arrayByte) this.#fail('a byte array', 1);
    const descriptor =
      this.#bytes[this.#at] === byteArrayReference[0] ? byteArrayReference : byteArrayDescriptor;
    this.#expect(descriptor, 'the class [B');
    const length = this.#take(4, 'a length').readInt32BE(0);
    if (length < 0) this.#fail('a length of at least 0', 4);
    return this.#take(length, `${length} bytes`);
  }

  #expect(wanted: Buffer, what: string): void {
    const start = this.#at;
    const found = this.#take(wanted.length, what);
    if (!found.equals(wanted)) {
      this.#at = start;
      this.#fail(what);
    }
  }

  #take(length: number, what: string): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) this.#fail(what);
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  #fail(what: string, back = 0): never {
    throw new ConnectError(
      `expected ${what} at byte ${this.#at - back}, but the file is ${this.#bytes.length} bytes long and goes on otherwise`,
      { code: 'OFFSETS_FILE_CORRUPT' },
    );
  }
}

/** Writes entries as Java does, so that a Java worker reads them. */
export function encodeHashMapStream(entries: readonly ByteEntry[]): Buffer {
  const capacity = tableCapacity(entries.length);
  const sizes = Buffer.alloc(14);
  sizes.writeInt32BE(capacity * 0.75, 0);
  sizes.set([blockDataByte, 8], 4);
  sizes.writeInt32BE(capacity, 6);
  sizes.writeInt32BE(entries.length, 10);
  const parts: Buffer[] = [hashMapHead, loadFactor, sizes];
  let described = false;
  const add = (bytes: Buffer | null): void => {
    if (bytes === null) {
      parts.push(Buffer.from([nullByte]));
      return;
    }
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes.length);
    parts.push(Buffer.from([arrayByte]), described ? byteArrayReference : byteArrayDescriptor, length, bytes);
    described = true;
  };
  for (const { key, value } of entries) {
    add(key);
    add(value);
  }
  parts.push(Buffer.from([endBlockByte]));
  return Buffer.concat(parts);
}

function tableCapacity(entryCount: number): number {
  let capacity = 16;
  while (entryCount > capacity * 0.75) capacity *= 2;
  return capacity;
}
