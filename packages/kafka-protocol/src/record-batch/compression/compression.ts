import { ProtocolError } from '../../wire/protocol-error.ts';
import type { CompressionCodec, DecompressOptions } from './codec.ts';
import { gzipCodec } from './gzip.ts';
import { lz4Codec } from './lz4.ts';
import { snappyCodec } from './snappy.ts';
import { zstdCodec } from './zstd.ts';

export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

const unchanged: CompressionCodec = { compress: (bytes) => bytes, decompress: (bytes) => bytes };

// In the order of their numbers in the attributes of a batch.
const codecs: Readonly<Record<Compression, CompressionCodec>> = {
  none: unchanged,
  gzip: gzipCodec,
  snappy: snappyCodec,
  lz4: lz4Codec,
  zstd: zstdCodec,
};
const compressions = Object.keys(codecs) as Compression[];

export function compressionOf(number: number): Compression {
  const compression = compressions[number];
  if (compression === undefined) throw new ProtocolError(`unknown compression ${number}`);
  return compression;
}

export function compressionNumber(compression: Compression): number {
  return compressions.indexOf(compression);
}

export function compress(compression: Compression, bytes: Buffer, level?: number): Buffer {
  return codecs[compression].compress(bytes, level);
}

/** Throws ProtocolError where the bytes are not so compressed, or too much would come out of them. */
export function decompress(compression: Compression, bytes: Buffer, options: DecompressOptions): Buffer {
  try {
    return codecs[compression].decompress(bytes, options);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProtocolError(`${compression} data cannot be decompressed: ${reason}`);
  }
}
