import type { AvroEncoder } from './avro/compile-avro.ts';
import { ByteSink } from './byte-sink.ts';
import type { ChunkedBytes } from './chunked-bytes.ts';

/** Where one record after the other is made, of all files. */
const sink = new ByteSink();

/**
 * Adds a record, whole or, when it is refused, nothing of it. Returns its length in bytes.
 * @throws DataError when it does not fit its schema.
 */
export function addEncoded(held: ChunkedBytes, encode: AvroEncoder, value: unknown): number {
  // Something may be left of one that was refused.
  sink.length = 0;
  encode(sink, value);
  const bytes = sink.lend();
  held.bytes(bytes);
  return bytes.length;
}
