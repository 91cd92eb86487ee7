import {
  DataError,
  logicalTypeOf,
  type LogicalType,
  type Schema,
  type SchemaType,
} from '@sluice/connect-api';
import { innerPath, placeOf } from '@sluice/connector-json';
import { AvroNames, checkName, mapEntryName } from './avro-names.ts';
import { defaultJson } from './default-json.ts';

/** A schema as JSON that Avro reads. */
export type AvroJson = string | { [key: string]: unknown } | AvroJson[];

export interface AvroSchemaOptions {
  /** Whether names, versions and parameters of Connect are kept in properties of the schema. */
  readonly keepsMetadata: boolean;
  readonly allowsOptionalMapKeys: boolean;
}

const plainTypes: Readonly<Partial<Record<SchemaType, string>>> = {
  INT8: 'int',
  INT16: 'int',
  INT32: 'int',
  INT64: 'long',
  FLOAT32: 'float',
  FLOAT64: 'double',
  BOOLEAN: 'boolean',
  STRING: 'string',
  BYTES: 'bytes',
};

const logicalTypes: Readonly<Record<Exclude<LogicalType, 'Decimal'>, string>> = {
  Date: 'date',
  Time: 'time-millis',
  Timestamp: 'timestamp-millis',
};

/** How many digits decimals are said to have where their schema says nothing. */
const defaultPrecision = 64;

/** The Avro schema of a schema, with what Connect's own converter puts into it. @throws DataError */
export function avroSchemaOf(schema: Schema, options: AvroSchemaOptions): AvroJson {
  return new SchemaWriter(options).of(schema, '');
}

/** Whether a map is one in Avro, too, whose keys are texts. */
export function isAvroMap({ keySchema }: Schema, { allowsOptionalMapKeys }: AvroSchemaOptions): boolean {
  return keySchema?.type === 'STRING' && (allowsOptionalMapKeys || !keySchema.optional);
}

/** Null comes first in the union of an optional schema, unless the default is something else. */
export function nullBranchOf(schema: Schema): 0 | 1 {
  return (schema.defaultValue ?? null) === null ? 0 : 1;
}

class SchemaWriter {
  readonly #options: AvroSchemaOptions;
  readonly #names = new AvroNames();
  /** A record is described where it comes first, and only named after that. */
  readonly #described = new Map<string, Schema>();

  constructor(options: AvroSchemaOptions) {
    this.#options = options;
  }

  of(schema: Schema, path: string): AvroJson {
    const content = this.#content(schema, path);
    if (!schema.optional) return content;
    return nullBranchOf(schema) === 0 ? ['null', content] : [content, 'null'];
  }

  #content(schema: Schema, path: string): AvroJson {
    switch (schema.type) {
      case 'STRUCT':
        return this.#record(schema, path);
      case 'ARRAY':
        return this.#annotated(schema, {
          type: 'array',
          items: this.of(inner(schema.valueSchema, path), `${path}[]`),
        });
      case 'MAP':
        return this.#map(schema, path);
      default:
        return this.#plain(schema);
    }
  }

  #plain(schema: Schema): AvroJson {
    const type = plainTypes[schema.type] as string;
    const logicalType = logicalTypeOf(schema);
    const logical =
      logicalType === null
        ? {}
        : logicalType === 'Decimal'
          ? decimalProperties(schema)
          : { logicalType: logicalTypes[logicalType] };
    const narrow =
      this.#options.keepsMetadata && (schema.type === 'INT8' || schema.type === 'INT16')
        ? { 'connect.type': schema.type.toLowerCase() }
        : {};
    const described = this.#annotated(schema, { type, ...logical, ...narrow });
    return Object.keys(described).length === 1 ? type : described;
  }

  #map(schema: Schema, path: string): AvroJson {
    const values = this.of(inner(schema.valueSchema, path), `${path}{}`);
    if (isAvroMap(schema, this.#options)) return this.#annotated(schema, { type: 'map', values });
    const key = this.of(inner(schema.keySchema, path), `${path}{}`);
    const isFirst = !this.#described.has('MapEntry');
    this.#described.set('MapEntry', schema);
    const name = isFirst ? mapEntryName.name : `${mapEntryName.name}${this.#described.size}`;
    this.#described.set(name, schema);
    const fields = [
      { name: 'key', type: key },
      { name: 'value', type: values },
    ];
    const items = {
      type: 'record',
      name,
      namespace: mapEntryName.namespace,
      fields,
      'connect.internal.type': 'MapEntry',
    };
    return this.#annotated(schema, { type: 'array', items });
  }

  #record(schema: Schema, path: string): AvroJson {
    const { name, namespace } = this.#names.of(schema);
    const fullName = namespace === null ? name : `${namespace}.${name}`;
    const known = this.#described.get(fullName);
    if (known === schema) return fullName;
    if (known !== undefined) {
      throw new DataError(
        `${placeOf(path)} has a schema called ${fullName}, as has another one that differs`,
      );
    }
    this.#described.set(fullName, schema);
    const fields = schema.fields.map(({ name: field, schema: type }) => {
      checkName(field, `the field '${innerPath(path, field)}'`);
      return { name: field, type: this.of(type, innerPath(path, field)), ...defaultOf(type) };
    });
    return this.#annotated(schema, {
      type: 'record',
      name,
      ...(namespace === null ? {} : { namespace }),
      fields,
    });
  }

  /** Adds what Connect knows of the schema. */
  #annotated(schema: Schema, json: { [key: string]: unknown }): { [key: string]: unknown } {
    if (!this.#options.keepsMetadata) return json;
    const { doc, version, parameters, name } = schema;
    return {
      ...json,
      ...(doc === null ? {} : { 'connect.doc': doc }),
      ...(version === null ? {} : { 'connect.version': version }),
      ...(parameters === null ? {} : { 'connect.parameters': Object.fromEntries(parameters) }),
      ...(name === null ? {} : { 'connect.name': name }),
    };
  }
}

function inner(schema: Schema | null, path: string): Schema {
  if (schema !== null) return schema;
  throw new DataError(`${placeOf(path)} has elements without a schema, which Avro needs`);
}

function decimalProperties({ parameters }: Schema) {
  const scale = Number(parameters?.get('scale') ?? 0);
  const precision = Number(parameters?.get('connect.decimal.precision') ?? defaultPrecision);
  return { logicalType: 'decimal', precision, scale };
}

function defaultOf(schema: Schema): { default?: unknown } {
  const value = schema.defaultValue ?? null;
  if (value !== null) return { default: defaultJson(schema, value) };
  return schema.optional ? { default: null } : {};
}
