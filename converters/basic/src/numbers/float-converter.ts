import { optionalSchemas } from '@sluice/connect-api';
import { defineNumberConverter } from './number-converter.ts';

export const floatConverter = defineNumberConverter({
  className: 'org.apache.kafka.connect.converters.FloatConverter',
  summary: '32-bit floating point numbers as 4 bytes, the most significant first.',
  format: {
    type: 'FLOAT32',
    schema: optionalSchemas.float32,
    byteCount: 4,
    word: 'float',
    deserializer: 'Deserializer',
    write: (target, value) => target.writeFloatBE(Number(value)),
    read: (bytes) => bytes.readFloatBE(0),
  },
});
