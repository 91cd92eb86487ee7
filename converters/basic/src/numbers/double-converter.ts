import { optionalSchemas } from '@sluice/connect-api';
import { defineNumberConverter } from './number-converter.ts';

export const doubleConverter = defineNumberConverter({
  className: 'org.apache.kafka.connect.converters.DoubleConverter',
  summary: '64-bit floating point numbers as 8 bytes, the most significant first.',
  format: {
    type: 'FLOAT64',
    schema: optionalSchemas.float64,
    byteCount: 8,
    word: 'double',
    deserializer: 'Deserializer',
    write: (target, value) => target.writeDoubleBE(Number(value)),
    read: (bytes) => bytes.readDoubleBE(0),
  },
});
