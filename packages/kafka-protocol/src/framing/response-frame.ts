import { apiVersionsApi } from '../apis/cluster/api-versions.ts';
import { errorCodes } from '../errors/error-codes.ts';
import type { ApiIdentity, MessageCodec } from '../schema/api.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { sizePrefixed } from './size-prefix.ts';

export interface ResponseFrame<Body> {
  /** That of the request. */
  readonly correlationId: number;
  readonly body: Body;
}

/** An API as far as its responses are concerned. */
export interface ResponseApi<Out, In> extends ApiIdentity {
  readonly response: MessageCodec<Out, In>;
}

/** A whole response, size prefix included; record bytes are referred to where they are. */
export function encodeResponse<In>(
  api: ResponseApi<unknown, In>,
  { version, correlationId, body }: ResponseFrame<In> & { readonly version: number },
): Buffer[] {
  return sizePrefixed((writer) => {
    writer.int32(correlationId);
    if (hasTaggedHeader(api, version)) writer.noTaggedFields();
    api.response.write(writer, version, body);
  });
}

/** `buffer` is one response without its size prefix; `version` is that of the request. */
export function decodeResponse<Out>(
  api: ResponseApi<Out, never>,
  version: number,
  buffer: Buffer,
): ResponseFrame<Out> {
  const reader = new WireReader(buffer);
  const correlationId = reader.int32();
  if (hasTaggedHeader(api, version)) reader.skipTaggedFields();
  return { correlationId, body: api.response.read(reader, bodyVersion(api, version, reader)) };
}

// Who asks a broker for its versions does not know yet which header it understands (KIP-511).
function hasTaggedHeader(api: ApiIdentity, version: number): boolean {
  return api.key !== apiVersionsApi.key && api.isFlexible(version);
}

// A broker that does not know the version of an ApiVersions request says so in version 0.
function bodyVersion(api: ApiIdentity, version: number, reader: WireReader): number {
  if (api.key !== apiVersionsApi.key) return version;
  const errorCode = new WireReader(reader.buffer, reader.position).int16();
  return errorCode === errorCodes.UNSUPPORTED_VERSION ? 0 : version;
}
