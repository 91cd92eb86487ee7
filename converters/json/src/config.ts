import {
  boolean,
  caseInsensitiveOneOf,
  defineConfig,
  int,
  oneOf,
  string,
  type ConfigOf,
} from '@sluice/connect-api';

export const jsonConverterConfig = defineConfig({
  'converter.type': string({
    doc: 'What the converter is used for. The worker sets it.',
    importance: 'low',
    validator: oneOf('key', 'value', 'header'),
  }),
  'schemas.enable': boolean({
    doc: 'Whether each message carries its schema, as `{"schema": …, "payload": …}`. Without, it is plain JSON.',
    importance: 'high',
    default: true,
  }),
  'schemas.cache.size': int({
    doc: 'How many schemas read from messages are kept ready. Only speed depends on it.',
    importance: 'high',
    default: 1000,
  }),
  'schema.content': string({
    doc: 'A schema in JSON. When set, messages are read as plain payloads of this schema. Needs `schemas.enable`.',
    importance: 'high',
    default: null,
  }),
  'decimal.format': string({
    doc: 'How decimals are written: `BASE64` for their bytes, `NUMERIC` for a JSON number. Both can be read.',
    importance: 'low',
    default: 'BASE64',
    validator: caseInsensitiveOneOf('NUMERIC', 'BASE64'),
  }),
  'replace.null.with.default': boolean({
    doc: 'Whether a null becomes the default value of its schema, where there is one.',
    importance: 'low',
    default: true,
  }),
});

export type JsonConverterConfig = ConfigOf<typeof jsonConverterConfig>;
