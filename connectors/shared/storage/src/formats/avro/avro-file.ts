import { randomBytes } from 'node:crypto';
import { ByteSink } from '../byte-sink.ts';
import type { ChunkPool } from '../chunk-pool.ts';
import { ChunkedBytes } from '../chunked-bytes.ts';
import { addEncoded } from '../encoded-record.ts';
import type { FileEncoder } from '../format.ts';
import type { AvroEncoder } from './compile-avro.ts';

/** How blocks are compressed. */
export interface AvroCodec {
  readonly name: string;
  readonly compress: (block: Buffer) => Buffer;
}

export interface AvroFileOptions {
  readonly codec: AvroCodec;
  readonly pool: ChunkPool;
}

const magic = Buffer.from('Obj\u0001', 'latin1');
const blockBytes = 64 * 1024;

/** An object container file: a header with the schema, and blocks of records with a mark behind each. */
export class AvroFile implements FileEncoder {
  readonly blockBytes = blockBytes;
  rawBytes = 0;
  readonly #encode: AvroEncoder;
  readonly #codec: AvroCodec;
  readonly #mark = randomBytes(16);
  readonly #block: ChunkedBytes;
  #count = 0;
  /** Bytes to be handed out. */
  #ready: Buffer[];

  constructor(schemaText: string, encode: AvroEncoder, { codec, pool }: AvroFileOptions) {
    this.#encode = encode;
    this.#codec = codec;
    this.#block = new ChunkedBytes(pool);
    this.#ready = [headerOf({ 'avro.schema': schemaText, 'avro.codec': codec.name }, this.#mark)];
  }

  get heldBytes(): number {
    return this.#block.length + this.#ready.reduce((sum, { length }) => sum + length, 0);
  }

  add(value: unknown): void {
    this.rawBytes += addEncoded(this.#block, this.#encode, value);
    this.#count += 1;
    // By records alone, so that a file does not depend on when it was written.
    if (this.#block.length >= blockBytes) this.#endBlock();
  }

  take(): Uint8Array[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  end(): Uint8Array[] {
    this.#endBlock();
    return this.take();
  }

  #endBlock(): void {
    if (this.#count === 0) return;
    const content = this.#codec.compress(Buffer.concat(this.#block.lend()));
    this.#block.release();
    const head = new ByteSink(16);
    head.int(this.#count);
    head.int(content.length);
    this.#ready.push(Buffer.concat([head.lend(), content, this.#mark]));
    this.#count = 0;
  }
}

function headerOf(metadata: Readonly<Record<string, string>>, mark: Buffer): Buffer {
  const sink = new ByteSink();
  sink.raw(magic);
  sink.int(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    sink.text(key);
    sink.text(value);
  }
  sink.int(0);
  sink.raw(mark);
  return sink.lend();
}
