import { optionalSchemas } from '@sluice/connect-api';
import { defineNumberConverter } from './number-converter.ts';

export const shortConverter = defineNumberConverter({
  className: 'org.apache.kafka.connect.converters.ShortConverter',
  summary: '16-bit integers as 2 bytes, the most significant first.',
  format: {
    type: 'INT16',
    schema: optionalSchemas.int16,
    byteCount: 2,
    word: 'short',
    deserializer: 'ShortDeserializer',
    write: (target, value) => target.writeInt16BE(Number(value)),
    read: (bytes) => bytes.readInt16BE(0),
  },
});
