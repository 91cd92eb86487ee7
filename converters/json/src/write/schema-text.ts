import { jsonTypeNames, type Schema } from '@sluice/connect-api';
import { jsonString } from '../text/json-string.ts';
import { checkDepth } from './depth.ts';
import type { EncodeScope } from './encoder.ts';
import { compileEncoder } from './value-encoder.ts';

/**
 * A schema as JSON, its members always in the same order.
 * @param fieldName - given when it is the schema of a field.
 */
export function schemaText(schema: Schema | null, scope: EncodeScope, fieldName?: string): string {
  if (schema === null) return 'null';
  const inner = { ...scope, depth: checkDepth(scope.depth + 1) };
  const members = [
    `"type":"${jsonTypeNames[schema.type]}"`,
    ...elementMembers(schema, inner),
    `"optional":${schema.optional}`,
    ...attributeMembers(schema, inner),
  ];
  if (fieldName !== undefined) members.push(`"field":${jsonString(fieldName)}`);
  return `{${members.join(',')}}`;
}

function elementMembers(schema: Schema, scope: EncodeScope): string[] {
  switch (schema.type) {
    case 'ARRAY':
      return [`"items":${schemaText(schema.valueSchema, scope)}`];
    case 'MAP':
      return [
        `"keys":${schemaText(schema.keySchema, scope)}`,
        `"values":${schemaText(schema.valueSchema, scope)}`,
      ];
    case 'STRUCT':
      return [
        `"fields":[${schema.fields.map((field) => schemaText(field.schema, scope, field.name)).join(',')}]`,
      ];
    default:
      return [];
  }
}

function attributeMembers(schema: Schema, scope: EncodeScope): string[] {
  const { name, version, doc, parameters, defaultValue } = schema;
  const members: string[] = [];
  if (name !== null) members.push(`"name":${jsonString(name)}`);
  if (version !== null) members.push(`"version":${version}`);
  if (doc !== null) members.push(`"doc":${jsonString(doc)}`);
  if (parameters !== null) members.push(`"parameters":{${parameterMembers(parameters).join(',')}}`);
  if ((defaultValue ?? null) !== null)
    members.push(`"default":${compileEncoder(schema, scope)(defaultValue)}`);
  return members;
}

function parameterMembers(parameters: ReadonlyMap<string, string>): string[] {
  return Array.from(parameters, ([key, value]) => `${jsonString(key)}:${jsonString(value)}`);
}
