import { ProtocolError } from '../wire/protocol-error.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import type { WireWriter } from '../wire/wire-writer.ts';
import type { Codec } from './field.ts';
import type { Fields, MessageInputOf, MessageOf, StructType } from './struct.ts';

/** One direction of an API: messages of every version, to bytes and back. */
export interface MessageCodec<Out, In> {
  read(reader: WireReader, version: number): Out;
  write(writer: WireWriter, version: number, message: In): void;
}

/** What every API has, whatever its messages are. */
export interface ApiIdentity {
  readonly key: number;
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** Whether the version has compact lengths and tagged fields, in its headers too. */
  isFlexible(version: number): boolean;
}

/** One API of the protocol. */
export interface Api<RequestOut, RequestIn, ResponseOut, ResponseIn> extends ApiIdentity {
  readonly request: MessageCodec<RequestOut, RequestIn>;
  readonly response: MessageCodec<ResponseOut, ResponseIn>;
}

export type AnyApi = Api<unknown, never, unknown, never>;

/** A request as reading gives it. */
export type RequestOf<A extends AnyApi> = ReturnType<A['request']['read']>;
/** A request as writing accepts it. */
export type RequestInputOf<A extends AnyApi> = Parameters<A['request']['write']>[2];
/** A response as reading gives it. */
export type ResponseOf<A extends AnyApi> = ReturnType<A['response']['read']>;
/** A response as writing accepts it. */
export type ResponseInputOf<A extends AnyApi> = Parameters<A['response']['write']>[2];

export interface ApiDefinition<Q extends Fields, P extends Fields> {
  readonly key: number;
  readonly name: string;
  /** The first and the last version. */
  readonly versions: readonly [min: number, max: number];
  /** The first flexible version; absent where no version is. */
  readonly flexible?: number;
  readonly request: StructType<Q>;
  readonly response: StructType<P>;
}

export function defineApi<Q extends Fields, P extends Fields>(
  definition: ApiDefinition<Q, P>,
): Api<MessageOf<Q>, MessageInputOf<Q>, MessageOf<P>, MessageInputOf<P>> {
  const { key, name, flexible = Number.POSITIVE_INFINITY, request, response } = definition;
  const [minVersion, maxVersion] = definition.versions;
  return {
    key,
    name,
    minVersion,
    maxVersion,
    isFlexible: (version) => version >= flexible,
    request: messageCodec(definition, request),
    response: messageCodec(definition, response),
  };
}

// Codecs are made when their version is first used: a process speaks one or two versions of each API.
function messageCodec<F extends Fields>(
  { name, versions: [min, max], flexible = Number.POSITIVE_INFINITY }: ApiDefinition<Fields, Fields>,
  type: StructType<F>,
): MessageCodec<MessageOf<F>, MessageInputOf<F>> {
  const codecs = new Map<number, Codec<MessageOf<F>, MessageInputOf<F>>>();
  const codecOf = (version: number): Codec<MessageOf<F>, MessageInputOf<F>> => {
    const known = codecs.get(version);
    if (known !== undefined) return known;
    if (version < min || version > max) throw new ProtocolError(`there is no version ${version} of ${name}`);
    const codec = type.compile({ version, flexible: version >= flexible, nullable: false });
    codecs.set(version, codec);
    return codec;
  };
  return {
    read: (reader, version) => codecOf(version).read(reader),
    write: (writer, version, message) => codecOf(version).write(writer, message),
  };
}
