import {
  epochMsOf,
  formatNumber,
  isStruct,
  isTypedNumber,
  jsonTypeNames,
  type Schema,
  type SourceRecord,
  type Struct,
} from '@sluice/connect-api';

/**
 * A source record as JSON: what it holds, with its schemas, whether or not they fit each other. Schemas and the pairs of
 * schema and payload have the form of JsonConverter. Values are written as what they are: integers with all digits,
 * decimals as text, bytes in base64, instants as milliseconds since the epoch, maps whose keys are no texts as pairs.
 */
export function sourceRecordJson(record: SourceRecord): string {
  const headers = [...record.headers].map(({ key, schema, value }) =>
    object([['key', text(key)], ...schemaAndPayload(schema, value)]),
  );
  return object([
    ['topic', text(record.topic)],
    ['partition', valueJson(record.kafkaPartition)],
    ['timestamp', valueJson(record.timestampMs)],
    ['key', object(schemaAndPayload(record.keySchema, record.key))],
    ['value', object(schemaAndPayload(record.valueSchema, record.value))],
    ['headers', `[${headers.join()}]`],
    [
      'source',
      object([
        ['partition', fieldsJson(record.sourcePartition)],
        ['offset', fieldsJson(record.sourceOffset)],
      ]),
    ],
  ]);
}

/** A source partition or offset as JSON. */
export function fieldsJson(fields: Readonly<Record<string, unknown>> | null): string {
  return fields === null ? 'null' : entriesJson(Object.entries(fields));
}

type Member = readonly [name: string, json: string];

const text = (value: string): string => JSON.stringify(value);

function object(members: readonly Member[]): string {
  return `{${members.map(([name, json]) => `${text(name)}:${json}`).join()}}`;
}

function schemaAndPayload(schema: Schema | null, value: unknown): Member[] {
  return [
    ['schema', schemaJson(schema)],
    ['payload', valueJson(value)],
  ];
}

function valueJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return numberJson(value, String(value));
    case 'object':
      return value === null ? 'null' : objectJson(value);
    default:
      return value === undefined ? 'null' : text(typeof value);
  }
}

/** JSON has no text for what is no finite number; JsonConverter has these in quotes. */
function numberJson(value: number | bigint, digits: string): string {
  if (Object.is(value, -0)) return '-0.0';
  return typeof value === 'bigint' || Number.isFinite(value) ? digits : text(digits);
}

function objectJson(value: object): string {
  if (isTypedNumber(value)) return numberJson(value.value, formatNumber(value.type, value.value));
  if (isStruct(value)) return structJson(value);
  if (value instanceof Date) return String(epochMsOf(value));
  if (value instanceof Uint8Array) return text(Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) return `[${value.map(valueJson).join()}]`;
  if (value instanceof Map) return mapJson(value);
  // Decimals, and what is not of the data model, have a text of their own.
  return text((value as { toString: () => string }).toString());
}

function structJson(struct: Struct): string {
  return entriesJson(struct.schema.fields.map(({ name, index }) => [name, struct.getAt(index)]));
}

function mapJson(map: ReadonlyMap<unknown, unknown>): string {
  const entries = [...map];
  if (entries.every((entry): entry is [string, unknown] => typeof entry[0] === 'string'))
    return entriesJson(entries);
  return `[${entries.map((entry) => `[${entry.map(valueJson).join()}]`).join()}]`;
}

function entriesJson(entries: readonly (readonly [string, unknown])[]): string {
  return object(entries.map(([name, value]) => [name, valueJson(value)]));
}

function schemaJson(schema: Schema | null): string {
  return schema === null ? 'null' : object(schemaMembers(schema));
}

function schemaMembers(schema: Schema): Member[] {
  const { type, optional, name, version, doc, parameters, defaultValue } = schema;
  const members: (Member | false)[] = [
    ['type', text(jsonTypeNames[type])],
    ...innerSchemas(schema),
    ['optional', String(optional)],
    name !== null && ['name', text(name)],
    version !== null && ['version', String(version)],
    doc !== null && ['doc', text(doc)],
    parameters !== null && ['parameters', mapJson(parameters)],
    defaultValue !== undefined && ['default', valueJson(defaultValue)],
  ];
  return members.filter((member) => member !== false);
}

function innerSchemas({ type, keySchema, valueSchema, fields }: Schema): Member[] {
  if (type === 'ARRAY') return [['items', schemaJson(valueSchema)]];
  if (type === 'MAP')
    return [
      ['keys', schemaJson(keySchema)],
      ['values', schemaJson(valueSchema)],
    ];
  if (type !== 'STRUCT') return [];
  const inner = fields.map((field) => object([...schemaMembers(field.schema), ['field', text(field.name)]]));
  return [['fields', `[${inner.join()}]`]];
}
