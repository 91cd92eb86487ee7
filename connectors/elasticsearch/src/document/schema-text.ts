import { DataError, isStruct, logicalTypeOf, nameField, type Schema } from '@sluice/connect-api';
import { jsonString } from '@sluice/connector-json';
import { logicalTexts, misfit, scalarTexts, type ValueText } from './scalar-text.ts';
import { schemalessText } from './schemaless-text.ts';

export interface TextOptions {
  /** Whether maps with text keys are objects. */
  readonly compactsMaps: boolean;
  /** A field of the outermost struct that is left out. */
  readonly except?: string;
}

/** Compiles how values of a schema are written; nulls take the default of the schema, where it has one. */
function compileText(schema: Schema | null, options: TextOptions): ValueText {
  if (schema === null) return (value) => schemalessText(value);
  const text = partText(schema, options);
  const onNull = nullText(schema, text);
  return (value) => (value === null || value === undefined ? onNull() : text(value));
}

/** Compiles how structs are written; without nulls, and without what is left out. */
export function compileStructText(schema: Schema, { except, ...options }: TextOptions): ValueText {
  const fields = schema.fields
    .filter(({ name }) => name !== except)
    .map(({ name, index, schema: fieldSchema }) => ({
      name,
      index,
      head: `${jsonString(name)}:`,
      text: compileText(fieldSchema, options),
    }));
  return (value) => {
    if (!isStruct(value)) return misfit('STRUCT', value);
    let text = '{';
    for (const { name, index, head, text: fieldText } of fields) {
      try {
        text += text === '{' ? head : `,${head}`;
        text += fieldText(value.getAt(index));
      } catch (error) {
        throw nameField(error, name);
      }
    }
    return `${text}}`;
  };
}

function nullText(schema: Schema, text: ValueText): () => string {
  const { defaultValue } = schema;
  if (defaultValue !== undefined && defaultValue !== null) return () => text(defaultValue);
  if (schema.optional) return () => 'null';
  return () => {
    throw new DataError('A value is missing, which its schema neither calls optional nor has a default for', {
      code: 'SEARCH_DOCUMENT_IMPOSSIBLE',
    });
  };
}

function partText(schema: Schema, options: TextOptions): ValueText {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return logicalTexts[logicalType];
  switch (schema.type) {
    case 'ARRAY':
      return arrayText(schema, options);
    case 'MAP':
      return options.compactsMaps && schema.keySchema?.type === 'STRING'
        ? objectText(schema, options)
        : entriesText(schema, options);
    case 'STRUCT':
      return compileStructText(schema, options);
    default:
      return scalarTexts[schema.type];
  }
}

function arrayText(schema: Schema, options: TextOptions): ValueText {
  const element = compileText(schema.valueSchema, options);
  return (value) => (Array.isArray(value) ? `[${value.map(element).join(',')}]` : misfit('ARRAY', value));
}

function objectText(schema: Schema, options: TextOptions): ValueText {
  const mapValue = compileText(schema.valueSchema, options);
  return (value) => {
    if (!(value instanceof Map)) return misfit('MAP', value);
    const members = Array.from(value, ([key, part]) => `${jsonString(String(key))}:${mapValue(part)}`);
    return `{${members.join(',')}}`;
  };
}

function entriesText(schema: Schema, options: TextOptions): ValueText {
  const key = compileText(schema.keySchema, options);
  const mapValue = compileText(schema.valueSchema, options);
  return (value) => {
    if (!(value instanceof Map)) return misfit('MAP', value);
    const entries = Array.from(value, ([name, part]) => `{"key":${key(name)},"value":${mapValue(part)}}`);
    return `[${entries.join(',')}]`;
  };
}
