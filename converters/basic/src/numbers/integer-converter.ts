import { optionalSchemas } from '@sluice/connect-api';
import { defineNumberConverter } from './number-converter.ts';

export const integerConverter = defineNumberConverter({
  className: 'org.apache.kafka.connect.converters.IntegerConverter',
  summary: '32-bit integers as 4 bytes, the most significant first.',
  format: {
    type: 'INT32',
    schema: optionalSchemas.int32,
    byteCount: 4,
    word: 'integer',
    deserializer: 'IntegerDeserializer',
    write: (target, value) => target.writeInt32BE(Number(value)),
    read: (bytes) => bytes.readInt32BE(0),
  },
});
