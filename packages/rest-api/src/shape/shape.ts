/** What a JSON body looks like, as data: decoders, TypeScript types and descriptions of the API derive from it. */
export type Shape =
  | TextShape
  | IntegerShape
  | BooleanShape
  | ChoiceShape
  | JsonShape
  | NullableShape
  | ListShape
  | MapShape
  | ObjectShape;

/** The shape of an answer, which may depend on the question. */
export type AnswerShape = Shape | EitherShape;

/** A string. In a request a number or a boolean is one too, as the text it was written with. */
export interface TextShape {
  readonly kind: 'text';
}

export interface IntegerShape {
  readonly kind: 'integer';
}

export interface BooleanShape {
  readonly kind: 'boolean';
}

/** One of several words; in a request in any letter case. */
export interface ChoiceShape<V extends string = string> {
  readonly kind: 'choice';
  readonly values: readonly V[];
}

/** Any JSON value. */
export interface JsonShape {
  readonly kind: 'json';
}

/** JSON in which no number loses anything: in a request, `1` is a `bigint` and `1.0` a `number`. */
export type JsonValue =
  null | boolean | string | number | bigint | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export interface NullableShape<S extends Shape = Shape> {
  readonly kind: 'nullable';
  readonly of: S;
}

export interface ListShape<S extends Shape = Shape> {
  readonly kind: 'list';
  readonly of: S;
}

/** An object whose keys are data. */
export interface MapShape<S extends Shape = Shape> {
  readonly kind: 'map';
  readonly of: S;
}

/** An object with known fields, in the order in which they are written. */
export interface ObjectShape<F extends Fields = Fields> {
  readonly kind: 'object';
  readonly name: string;
  readonly fields: F;
}

/** One of several shapes. */
export interface EitherShape<S extends Shape = Shape> {
  readonly kind: 'either';
  readonly of: readonly S[];
}

/** A field that may be absent. */
export interface OptionalField<S extends Shape = Shape> {
  readonly kind: 'optional';
  readonly of: S;
}

export type Fields = Readonly<Record<string, Shape | OptionalField>>;

/** The TypeScript type of a body of this shape; `unknown` when the shape itself is not known. */
export type BodyOf<S extends AnswerShape> = Shape extends S
  ? unknown
  : S extends TextShape
    ? string
    : S extends IntegerShape
      ? number
      : S extends BooleanShape
        ? boolean
        : S extends ChoiceShape<infer V>
          ? V
          : S extends JsonShape
            ? JsonValue
            : NestedBody<S>;

type NestedBody<S extends AnswerShape> =
  S extends NullableShape<infer T>
    ? BodyOf<T> | null
    : S extends ListShape<infer T>
      ? readonly BodyOf<T>[]
      : S extends MapShape<infer T>
        ? Readonly<Record<string, BodyOf<T>>>
        : S extends ObjectShape<infer F>
          ? ObjectBody<F>
          : S extends EitherShape<infer T>
            ? EitherBody<T>
            : never;

type EitherBody<S extends Shape> = S extends Shape ? BodyOf<S> : never;

type OptionalNames<F extends Fields> = { [K in keyof F]: F[K] extends OptionalField ? K : never }[keyof F];

type ObjectBody<F extends Fields> = Flat<
  {
    readonly [K in Exclude<keyof F, OptionalNames<F>>]: F[K] extends Shape ? BodyOf<F[K]> : never;
  } & {
    readonly [K in OptionalNames<F>]?: F[K] extends OptionalField<infer S> ? BodyOf<S> : never;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

export const text: TextShape = { kind: 'text' };
export const integer: IntegerShape = { kind: 'integer' };
export const boolean: BooleanShape = { kind: 'boolean' };

export const json: JsonShape = { kind: 'json' };

export function choice<const V extends string>(...values: readonly V[]): ChoiceShape<V> {
  return { kind: 'choice', values };
}

export function nullable<S extends Shape>(of: S): NullableShape<S> {
  return { kind: 'nullable', of };
}

export function list<S extends Shape>(of: S): ListShape<S> {
  return { kind: 'list', of };
}

export function map<S extends Shape>(of: S): MapShape<S> {
  return { kind: 'map', of };
}

export function object<F extends Fields>(name: string, fields: F): ObjectShape<F> {
  return { kind: 'object', name, fields };
}

export function either<const S extends readonly Shape[]>(...of: S): EitherShape<S[number]> {
  return { kind: 'either', of };
}

export function optional<S extends Shape>(of: S): OptionalField<S> {
  return { kind: 'optional', of };
}
