import type { BodyOf, Fields, JsonValue, ListShape, MapShape, ObjectShape, Shape } from '../shape/shape.ts';
import type { JsonMember, JsonNode } from './json-node.ts';
import { readJson } from './read-json.ts';
import { RequestBodyError } from './request-body-error.ts';

/** A value on its way to become part of a body. */
interface Found {
  readonly node: JsonNode;
  /** How an error names it. */
  readonly path: string;
  readonly text: string;
  /** Whether `null` would have been good too. */
  readonly orNull?: boolean;
}

/**
 * Reads a request body: JSON of exactly this shape. Numbers and booleans where a text is wanted become the text they
 * were written with (`1.50` stays `1.50`); of fields with the same name the last one counts.
 * @throws RequestBodyError saying what is wrong and where; it shows no value of the body.
 */
export function decodeBody<S extends Shape>(shape: S, text: string): BodyOf<S> {
  if (/^\uFEFF?[ \t\r\n]*$/.test(text)) {
    throw new RequestBodyError(`The request body is empty; it must be ${describeShape(shape)}`, {
      text,
      offset: text.length,
    });
  }
  return decode(shape, { node: readJson(text), path: 'it', text }) as BodyOf<S>;
}

function decode(shape: Shape, found: Found): unknown {
  switch (shape.kind) {
    case 'text':
      return decodeText(shape, found);
    case 'choice':
      return decodeChoice(shape.values, found);
    case 'integer':
      return decodeInteger(found);
    case 'boolean':
      if (found.node.kind !== 'boolean') throw misfit(shape, found);
      return found.node.value;
    case 'json':
      return jsonValue(found.node);
    case 'nullable':
      return found.node.kind === 'null' ? null : decode(shape.of, { ...found, orNull: true });
    case 'list':
      return decodeList(shape, found);
    case 'map':
      return decodeMap(shape, found);
    case 'object':
      return decodeObject(shape, found);
  }
}

function decodeText(shape: Shape, found: Found): string {
  const { node } = found;
  if (node.kind === 'string') return node.value;
  if (node.kind === 'number') return node.literal;
  if (node.kind === 'boolean') return String(node.value);
  throw misfit(shape, found);
}

function decodeChoice(values: readonly string[], found: Found): string {
  const shape: Shape = { kind: 'choice', values };
  const wanted = decodeText(shape, found).toLowerCase();
  const value = values.find((value) => value.toLowerCase() === wanted);
  if (value === undefined) throw problem(`${found.path} must be ${describeWanted(shape, found)}`, found);
  return value;
}

function decodeInteger(found: Found): number {
  const value = found.node.kind === 'number' ? Number(found.node.literal) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw misfit({ kind: 'integer' }, found);
  return value;
}

function jsonValue(node: JsonNode): JsonValue {
  switch (node.kind) {
    case 'null':
      return null;
    case 'number':
      return /^-?\d+$/.test(node.literal) ? BigInt(node.literal) : Number(node.literal);
    case 'array':
      return node.items.map(jsonValue);
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, jsonValue(value)]));
    default:
      return node.value;
  }
}

function decodeList(shape: ListShape, found: Found): unknown[] {
  const { node, path, text } = found;
  if (node.kind !== 'array') throw misfit(shape, found);
  return node.items.map((item, index) =>
    decode(shape.of, { node: item, path: path === 'it' ? `item ${index}` : `${path}[${index}]`, text }),
  );
}

function decodeMap(shape: MapShape, found: Found): Record<string, unknown> {
  const { node } = found;
  if (node.kind !== 'object') throw misfit(shape, found);
  return Object.fromEntries(
    node.members.map((member) => [member.name, decode(shape.of, memberOf(found, member))]),
  );
}

function decodeObject({ name, fields }: ObjectShape, found: Found): Record<string, unknown> {
  const { node } = found;
  if (node.kind !== 'object') throw misfit({ kind: 'object', name, fields }, found);
  const body = Object.fromEntries(
    node.members.map((member) => [member.name, decodeField(fields, memberOf(found, member), member)]),
  );
  for (const [field, shape] of Object.entries(fields)) {
    if (shape.kind !== 'optional' && !Object.hasOwn(body, field)) {
      throw problem(`the field ${JSON.stringify(field)} is missing in ${found.path}`, found);
    }
  }
  return body;
}

function decodeField(fields: Fields, found: Found, member: JsonMember): unknown {
  const field = Object.hasOwn(fields, member.name) ? fields[member.name] : undefined;
  if (field !== undefined) return decode(field.kind === 'optional' ? field.of : field, found);
  const known = Object.keys(fields).map((name) => JSON.stringify(name));
  const { offset } = member;
  throw problem(`${found.path} is not a known field; the known ones are ${known.join(', ')}`, {
    ...found,
    node: { kind: 'null', offset },
  });
}

function memberOf({ path, text }: Found, { name, value }: JsonMember): Found {
  const own = JSON.stringify(name);
  return { node: value, path: path === 'it' ? own : `${path}.${own}`, text };
}

function misfit(shape: Shape, found: Found): RequestBodyError {
  const { kind } = found.node;
  const shown = kind === 'null' ? kind : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  return problem(`${found.path} must be ${describeWanted(shape, found)}, not ${shown}`, found);
}

function problem(what: string, { text, node }: Found): RequestBodyError {
  return new RequestBodyError(`The request body is JSON, but ${what}`, { text, offset: node.offset });
}

function describeWanted(shape: Shape, { orNull = false }: Found): string {
  return `${describeShape(shape)}${orNull ? ', or null' : ''}`;
}

function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return 'a string, a number or a boolean';
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'json':
      return 'a JSON value';
    case 'choice':
      return `one of ${shape.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'nullable':
      return `${describeShape(shape.of)}, or null`;
    case 'list':
      return 'an array';
    case 'map':
      return 'an object';
    case 'object':
      return `an object with the fields ${Object.keys(shape.fields)
        .map((name) => JSON.stringify(name))
        .join(', ')}`;
  }
}
