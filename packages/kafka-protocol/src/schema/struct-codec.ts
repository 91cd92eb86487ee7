import { located, ProtocolError } from '../wire/protocol-error.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';
import { defaultOf, type AnyField, type Codec } from './field.ts';
import { includesVersion, type WireVersion } from './version-range.ts';

type Values = Record<string, unknown>;

/** What one version does with one field. */
interface Member {
  readonly name: string;
  readonly initial: unknown;
  readonly codec: Codec<unknown, unknown>;
  isInitial(value: unknown): boolean;
}

interface TaggedMember extends Member {
  readonly tag: number;
}

/** The fields of one version, apart by how they are written. */
interface Layout {
  /** In declaration order; null where the version has the field not at all or as a tagged one. */
  readonly inline: readonly (Codec<unknown, unknown> | null)[];
  readonly members: readonly Member[];
  readonly tagged: readonly TaggedMember[];
  /** Fields that must hold their default because the version cannot express them. */
  readonly inexpressible: readonly Member[];
  readonly flexible: boolean;
}

export function compileStruct<Out, In>(
  fields: Readonly<Record<string, AnyField>>,
  version: WireVersion,
): Codec<Out, In> {
  const layout = layoutOf(fields, version);
  return {
    read: (reader) => readStruct(reader, layout) as Out,
    write: (writer, value) => writeStruct(writer, layout, value as Readonly<Values>),
  };
}

function layoutOf(fields: Readonly<Record<string, AnyField>>, at: WireVersion): Layout {
  const all = Object.entries(fields).map(([name, field]) => ({ field, member: memberOf(name, field, at) }));
  const isPresent = (field: AnyField): boolean =>
    field.versions === undefined || includesVersion(field.versions, at.version);
  return {
    members: all.map(({ member }) => member),
    inline: all.map(({ field, member }) =>
      isPresent(field) && field.tag === undefined ? member.codec : null,
    ),
    tagged: all
      .flatMap(({ field, member }) =>
        isPresent(field) && field.tag !== undefined ? [{ ...member, tag: field.tag }] : [],
      )
      .sort((left, right) => left.tag - right.tag),
    inexpressible: all.flatMap(({ field, member }) =>
      isPresent(field) || field.ignorable === true ? [] : [member],
    ),
    flexible: at.flexible,
  };
}

function memberOf(name: string, field: AnyField, at: WireVersion): Member {
  const initial = defaultOf(field);
  const nullable = field.nullable !== undefined && includesVersion(field.nullable, at.version);
  return {
    name,
    initial,
    codec: field.type.compile({ ...at, nullable }),
    isInitial: (value) => value === initial || (value !== null && field.type.equals(value as never, initial)),
  };
}

function readStruct(reader: WireReader, { members, inline, tagged, flexible }: Layout): Values {
  const message: Values = {};
  let index = 0;
  try {
    // Every member is set, in the same order for every version, so that all messages share one shape.
    for (const { name, initial } of members) {
      const codec = inline[index];
      message[name] = codec ? codec.read(reader) : initial;
      index += 1;
    }
  } catch (error) {
    throw located(error, members[index]?.name ?? '');
  }
  if (flexible) readTaggedFields(reader, tagged, message);
  return message;
}

function readTaggedFields(reader: WireReader, tagged: readonly TaggedMember[], message: Values): void {
  const count = reader.unsignedVarint();
  for (let index = 0; index < count; index += 1) {
    const tag = reader.unsignedVarint();
    const size = reader.unsignedVarint();
    const member = tagged.find((candidate) => candidate.tag === tag);
    if (member === undefined) reader.skip(size);
    else message[member.name] = readTaggedField(reader, member, size);
  }
}

function readTaggedField(reader: WireReader, { name, codec }: TaggedMember, size: number): unknown {
  const start = reader.position;
  try {
    const value = codec.read(reader);
    if (reader.position - start === size) return value;
  } catch (error) {
    throw located(error, name);
  }
  const reason = `tagged field of ${size} bytes holds a value of ${reader.position - start}`;
  throw new ProtocolError(reason, { position: start, path: name });
}

function writeStruct(writer: WireWriter, layout: Layout, message: Readonly<Values>): void {
  refuseInexpressible(layout, message);
  let index = 0;
  try {
    for (const { name, initial } of layout.members) {
      const value = message[name];
      layout.inline[index]?.write(writer, value === undefined ? initial : value);
      index += 1;
    }
  } catch (error) {
    throw located(error, layout.members[index]?.name ?? '');
  }
  if (layout.flexible) writeTaggedFields(writer, layout.tagged, message);
}

function refuseInexpressible({ inexpressible }: Layout, message: Readonly<Values>): void {
  for (const { name, isInitial } of inexpressible) {
    const value = message[name];
    if (value !== undefined && !isInitial(value)) {
      throw new ProtocolError('this version has no such field, and its value must not be lost', {
        path: name,
      });
    }
  }
}

function writeTaggedFields(
  writer: WireWriter,
  tagged: readonly TaggedMember[],
  message: Readonly<Values>,
): void {
  const present = tagged.filter(({ name, isInitial }) => {
    const value = message[name];
    return value !== undefined && !isInitial(value);
  });
  writer.unsignedVarint(present.length);
  for (const { name, tag, codec } of present) {
    const content = new WireWriter();
    try {
      codec.write(content, message[name]);
    } catch (error) {
      throw located(error, name);
    }
    writer.taggedField(tag, content);
  }
}
