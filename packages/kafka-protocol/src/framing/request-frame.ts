import { findApi } from '../apis/registry.ts';
import type { AnyApi, ApiIdentity, MessageCodec } from '../schema/api.ts';
import { WireReader } from '../wire/wire-reader.ts';
import type { WireWriter } from '../wire/wire-writer.ts';
import { sizePrefixed } from './size-prefix.ts';

export interface RequestFrame<In> {
  readonly version: number;
  /** Comes back with the response. */
  readonly correlationId: number;
  readonly clientId: string | null;
  readonly body: In;
}

/** An API as far as sending a request needs it. */
export interface RequestApi<In> extends ApiIdentity {
  readonly request: MessageCodec<unknown, In>;
}

export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  /** Absent where the key is of no API declared here. Its versions need not include `apiVersion`. */
  readonly api: AnyApi | undefined;
  /** Stands at the first byte of the body. */
  readonly reader: WireReader;
}

/** A whole request, size prefix included, in one piece. */
export function encodeRequest<In>(api: RequestApi<In>, frame: RequestFrame<In>): Buffer {
  const parts = encodeRequestParts(api, frame);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/** As `encodeRequest`, with record bytes referred to where they are: they must not change before they are sent. */
export function encodeRequestParts<In>(api: RequestApi<In>, frame: RequestFrame<In>): Buffer[] {
  return sizePrefixed((writer) => {
    writeRequestHeader(writer, api, frame);
    api.request.write(writer, frame.version, frame.body);
  });
}

function writeRequestHeader(
  writer: WireWriter,
  api: ApiIdentity,
  { version, correlationId, clientId }: Omit<RequestFrame<never>, 'body'>,
): void {
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(correlationId);
  // Not compact even in header version 2: a broker must read it before it knows the version.
  writer.string(clientId);
  if (api.isFlexible(version)) writer.noTaggedFields();
}

/** `buffer` is one request without its size prefix. Versions that are not known are not an error yet. */
export function decodeRequestHeader(buffer: Buffer): RequestHeader {
  const reader = new WireReader(buffer);
  const apiKey = reader.int16();
  const apiVersion = reader.int16();
  const correlationId = reader.int32();
  const clientId = reader.nullableString();
  const api = findApi(apiKey);
  if (api?.isFlexible(apiVersion) === true) reader.skipTaggedFields();
  return { apiKey, apiVersion, correlationId, clientId, api, reader };
}
