import { optionalSchemas } from '@sluice/connect-api';
import { defineNumberConverter } from './number-converter.ts';

export const longConverter = defineNumberConverter({
  className: 'org.apache.kafka.connect.converters.LongConverter',
  summary: '64-bit integers as 8 bytes, the most significant first.',
  format: {
    type: 'INT64',
    schema: optionalSchemas.int64,
    byteCount: 8,
    word: 'long',
    deserializer: 'LongDeserializer',
    write: (target, value) => target.writeBigInt64BE(BigInt(value)),
    read: (bytes) => bytes.readBigInt64BE(0),
  },
});
