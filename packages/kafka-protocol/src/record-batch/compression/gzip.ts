import { gunzipSync, gzipSync } from 'node:zlib';
import type { CompressionCodec } from './codec.ts';

export const gzipCodec: CompressionCodec = {
  compress: (bytes, level) => gzipSync(bytes, level === undefined ? {} : { level }),
  decompress: (bytes, { maxBytes }) => gunzipSync(bytes, { maxOutputLength: maxBytes }),
};
