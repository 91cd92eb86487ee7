import {
  boolean,
  caseInsensitiveOneOf,
  defineConfig,
  int,
  oneOf,
  string,
  type ConfigOf,
} from '@sluice/connect-api';

const schemas = { group: 'Schemas', width: 'medium' } as const;
const serialization = { group: 'Serialization', width: 'medium' } as const;

export const jsonConverterConfig = defineConfig({
  'converter.type': string({
    doc: 'What the converter is used for. The worker sets it.',
    importance: 'low',
    validator: oneOf('key', 'value', 'header'),
  }),
  'schemas.enable': boolean({
    ...schemas,
    doc: 'Whether each message carries its schema, as `{"schema": …, "payload": …}`. Without, it is plain JSON.',
    importance: 'high',
    default: true,
    orderInGroup: 0,
    displayName: 'Enable Schemas',
  }),
  'schemas.cache.size': int({
    ...schemas,
    doc: 'How many schemas read from messages are kept ready. Only speed depends on it.',
    importance: 'high',
    default: 1000,
    orderInGroup: 1,
    displayName: 'Schema Cache Size',
  }),
  'schema.content': string({
    ...schemas,
    doc: 'A schema in JSON. When set, messages are read as plain payloads of this schema. Needs `schemas.enable`.',
    importance: 'high',
    default: null,
    orderInGroup: 2,
    displayName: 'Schema Content',
  }),
  'decimal.format': string({
    ...serialization,
    doc: 'How decimals are written: `BASE64` for their bytes, `NUMERIC` for a JSON number. Both can be read.',
    importance: 'low',
    default: 'BASE64',
    validator: caseInsensitiveOneOf('NUMERIC', 'BASE64'),
    orderInGroup: 0,
    displayName: 'Decimal Format',
  }),
  'replace.null.with.default': boolean({
    ...serialization,
    doc: 'Whether a null becomes the default value of its schema, where there is one.',
    importance: 'low',
    default: true,
    orderInGroup: 1,
    displayName: 'Replace null with default',
  }),
});

export type JsonConverterConfig = ConfigOf<typeof jsonConverterConfig>;
