import type { WireReader } from '../wire/wire-reader.ts';
import type { WireWriter } from '../wire/wire-writer.ts';
import type { VersionRange, WireVersion } from './version-range.ts';

/** Reads and writes the values of one type in one version. */
export interface Codec<Out, In> {
  read(reader: WireReader): Out;
  write(writer: WireWriter, value: In): void;
}

/** Where a value stands: its version, and whether null is allowed in its place. */
export interface CodecContext extends WireVersion {
  readonly nullable: boolean;
}

/** A type of the protocol. `Out` is what reading gives, `In` what writing accepts. */
export interface ValueType<Out, In> {
  /** The value of a field of this type that says no default of its own. */
  readonly emptyValue: Out;
  /** Makes the codec of one version; called once per field and version. */
  compile(context: CodecContext): Codec<Out, In>;
  equals(value: In, expected: Out): boolean;
}

export interface FieldOptions<T> {
  /** Versions that have the field; every version of what encloses it when absent. */
  readonly versions?: VersionRange;
  /** Versions in which it may be null. */
  readonly nullable?: VersionRange;
  /** Its number among the tagged fields, where it is one. */
  readonly tag?: number;
  /** What it holds where nobody set it; zero, empty or false when absent. */
  readonly default?: T | null;
  /** Whether writing a version without the field may silently lose what it holds. */
  readonly ignorable?: true;
}

export type Presence = 'required' | 'optional';

/** One field of a message: its type and its place in the versions. */
export interface Field<Out, In, P extends Presence> extends FieldOptions<Out> {
  readonly type: ValueType<Out, In>;
  /** Whether a message to be written must name the field: it need not where there is a version without it or a default. */
  readonly presence: P;
}

export type AnyField = Field<unknown, never, Presence>;

type OrNull<O> = O extends { readonly nullable: VersionRange } ? null : never;

type PresenceOf<O> = O extends { readonly versions: VersionRange } | { readonly default: unknown }
  ? 'optional'
  : 'required';

export type FieldOf<Out, In, O> = Field<Out | OrNull<O>, In | OrNull<O>, PresenceOf<O>>;

export function defineField<Out, In, const O extends FieldOptions<Out>>(
  type: ValueType<Out, In>,
  options: O,
): FieldOf<Out, In, O> {
  const presence: Presence = 'versions' in options || 'default' in options ? 'optional' : 'required';
  // The options decide whether null and absence are allowed, which only the conditional types above can tell.
  return { ...options, type, presence } as unknown as FieldOf<Out, In, O>;
}

export function defaultOf<Out>(field: Field<Out, never, Presence>): Out | null {
  return field.default === undefined ? field.type.emptyValue : field.default;
}
