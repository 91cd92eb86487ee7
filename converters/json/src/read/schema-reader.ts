import { DataError, isStruct, SchemaBuilder, SchemaBuilderError, type Schema } from '@sluice/connect-api';
import type { JsonCursor, JsonKind } from '../text/json-cursor.ts';
import type { DecodeOptions } from './decoder.ts';
import { readMemberPositions } from './member-positions.ts';
import { lowInt32 } from './number-value.ts';
import { compileDecoder } from './value-decoder.ts';

/** Reads schemas that are written in JSON. */
export class SchemaReader {
  readonly #cursor: JsonCursor;
  readonly #options: DecodeOptions;

  /** @param options - how default values are read. */
  constructor(cursor: JsonCursor, options: DecodeOptions) {
    this.#cursor = cursor;
    this.#options = options;
  }

  /**
   * Reads the next value; JSON null is no schema.
   * @throws DataError when it is not the schema of anything.
   */
  read(): Schema | null {
    if (this.#cursor.kind() === 'NULL') {
      this.#cursor.readNull();
      return null;
    }
    const members = new SchemaMembers(this.#cursor);
    const builder = this.#typed(members);
    this.#addAttributes(builder, members);
    this.#addDefault(builder, members);
    members.end();
    return builder.build();
  }

  #addAttributes(builder: SchemaBuilder, members: SchemaMembers): void {
    if (members.isTrue('optional')) builder.optional();
    else builder.required();
    const name = members.text('name');
    if (name !== null) builder.name(name);
    const version = members.integer('version');
    if (version !== null) builder.version(version);
    const doc = members.text('doc');
    if (doc !== null) builder.doc(doc);
    this.#addParameters(builder, members);
  }

  #typed(members: SchemaMembers): SchemaBuilder {
    const type = members.text('type');
    if (type === null) throw new DataError("Schema must contain 'type' field");
    const primitive = primitiveBuilders.get(type);
    if (primitive !== undefined) return primitive();
    switch (type) {
      case 'array':
        return this.#array(members);
      case 'map':
        return this.#map(members);
      case 'struct':
        return this.#struct(members);
      default:
        throw new DataError(`Unknown schema type: ${type}`);
    }
  }

  #array(members: SchemaMembers): SchemaBuilder {
    const items = members.goTo('items') ? this.read() : null;
    if (items === null) throw new DataError('Array schema did not specify the element type');
    return SchemaBuilder.array(items);
  }

  /** A key or value schema that is null is refused by the builder, as a schema that is absent is not. */
  #map(members: SchemaMembers): SchemaBuilder {
    if (!members.has('keys')) throw new DataError('Map schema did not specify the key type');
    if (!members.has('values')) throw new DataError('Map schema did not specify the value type');
    members.goTo('keys');
    const keys = this.read();
    members.goTo('values');
    return SchemaBuilder.map(keys as Schema, this.read() as Schema);
  }

  #struct(members: SchemaMembers): SchemaBuilder {
    const builder = SchemaBuilder.struct();
    const cursor = this.#cursor;
    if (members.kind('fields') !== 'ARRAY') {
      throw new DataError('Struct schema\'s "fields" argument is not an array.');
    }
    members.goTo('fields');
    cursor.enter();
    while (cursor.nextElement()) {
      const name = this.#fieldName();
      builder.field(name, this.read() as Schema);
    }
    return builder;
  }

  /** Looks ahead into the schema of a field. */
  #fieldName(): string {
    this.#cursor.peek();
    const start = this.#cursor.position;
    const name = new SchemaMembers(this.#cursor).text('field');
    if (name === null) throw new DataError("Struct schema's field name not specified properly");
    this.#cursor.seek(start);
    return name;
  }

  #addParameters(builder: SchemaBuilder, members: SchemaMembers): void {
    if (members.kind('parameters') !== 'OBJECT') return;
    members.goTo('parameters');
    const parameters = new SchemaMembers(this.#cursor);
    for (const name of parameters.names()) {
      const value = parameters.text(name);
      if (value === null) throw new DataError('Schema parameters must have string values.');
      builder.parameter(name, value);
    }
  }

  /**
   * A struct is refused, as it is in Java: there it never belongs to the very schema that it shall be the default of.
   */
  #addDefault(builder: SchemaBuilder, members: SchemaMembers): void {
    if (!members.goTo('default')) return;
    const value = compileDecoder(builder.build(), this.#options).read(this.#cursor);
    if (isStruct(value)) {
      const cause = new DataError('Struct schemas do not match.');
      throw new SchemaBuilderError('Invalid default value', { cause });
    }
    builder.default(value);
  }
}

const primitiveBuilders: ReadonlyMap<string, () => SchemaBuilder> = new Map([
  ['int8', SchemaBuilder.int8],
  ['int16', SchemaBuilder.int16],
  ['int32', SchemaBuilder.int32],
  ['int64', SchemaBuilder.int64],
  ['float', SchemaBuilder.float32],
  ['double', SchemaBuilder.float64],
  ['boolean', SchemaBuilder.boolean],
  ['string', SchemaBuilder.string],
  ['bytes', SchemaBuilder.bytes],
]);

/** The members of an object, read when asked for; of something else, none. */
class SchemaMembers {
  readonly #cursor: JsonCursor;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #end: number;

  /** Steps over the next value. */
  constructor(cursor: JsonCursor) {
    this.#cursor = cursor;
    const isObject = cursor.kind() === 'OBJECT';
    this.#positions = isObject ? readMemberPositions(cursor) : new Map();
    if (!isObject) cursor.skipValue();
    this.#end = cursor.position;
  }

  /** Goes back to behind the object. */
  end(): void {
    this.#cursor.seek(this.#end);
  }

  names(): Iterable<string> {
    return this.#positions.keys();
  }

  has(name: string): boolean {
    return this.#positions.has(name);
  }

  /** Goes to a member's value; returns whether there is one. */
  goTo(name: string): boolean {
    const position = this.#positions.get(name);
    if (position !== undefined) this.#cursor.seek(position);
    return position !== undefined;
  }

  kind(name: string): JsonKind {
    return this.goTo(name) ? this.#cursor.kind() : 'MISSING';
  }

  /** `null` when it is no string. */
  text(name: string): string | null {
    return this.kind(name) === 'STRING' ? this.#cursor.readString() : null;
  }

  isTrue(name: string): boolean {
    return this.kind(name) === 'BOOLEAN' && this.#cursor.readBoolean();
  }

  /** The low 32 bits; `null` when it is no whole number. */
  integer(name: string): number | null {
    if (this.kind(name) !== 'NUMBER') return null;
    this.#cursor.readNumber();
    return this.#cursor.integral ? lowInt32(this.#cursor) : null;
  }
}
