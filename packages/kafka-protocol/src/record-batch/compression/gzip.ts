import type { CompressionCodec } from './codec.ts';
import { nodeZlib } from './node-zlib.ts';

export const gzipCodec: CompressionCodec = {
  compress: (bytes, level) => nodeZlib().gzipSync(bytes, level === undefined ? {} : { level }),
  decompress: (bytes, { maxBytes }) => nodeZlib().gunzipSync(bytes, { maxOutputLength: maxBytes }),
};
