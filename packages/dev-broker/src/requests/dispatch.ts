import {
  apiVersionsApi,
  decodeRequestHeader,
  encodeResponse,
  errorCodes,
  ProtocolError,
  saslAuthenticateApi,
  saslHandshakeApi,
} from '@sluice/kafka-protocol';
import type { Broker } from '../broker.ts';
import type { SaslSession } from '../sasl/sasl-session.ts';
import { versionRanges, type ApiHandler, type Endpoint, type RequestContext } from './api-handler.ts';

/** A connection as far as its requests need to know it. */
export interface RequestOrigin {
  readonly clientHost: string;
  readonly endpoint: Endpoint;
  readonly onDisconnect: RequestContext['onDisconnect'];
  readonly sasl: SaslSession | null;
}

// What a client may ask for before it has shown who it is.
const openToAll: ReadonlySet<number> = new Set([
  apiVersionsApi.key,
  saslHandshakeApi.key,
  saslAuthenticateApi.key,
]);

/** Answers one request, given without its size prefix. Rejects where the connection is of no more use. */
export type Dispatch = (request: Buffer, origin: RequestOrigin) => Promise<Buffer[] | null>;

export function createDispatch(broker: Broker, handlers: readonly ApiHandler[]): Dispatch {
  const byKey = new Map(handlers.map((handler) => [handler.key, handler]));
  return async (request, origin) => {
    if (origin.sasl?.awaitsRawMessage === true) return answerRawMessage(origin.sasl, request);
    const header = decodeRequestHeader(request);
    const { apiKey, apiVersion } = header;
    if (origin.sasl?.isDone === false && !openToAll.has(apiKey)) {
      throw new ProtocolError(`the client asked for API ${apiKey} before it had shown who it is`);
    }
    const handler = byKey.get(apiKey);
    if (handler !== undefined && apiVersion >= handler.minVersion && apiVersion <= handler.maxVersion) {
      const clientId = header.clientId ?? '';
      return handler.respond(header, {
        broker,
        version: apiVersion,
        clientId,
        supportedApis: handlers,
        ...origin,
      });
    }
    if (apiKey === apiVersionsApi.key) return unknownVersionOfApiVersions(header.correlationId, handlers);
    throw new ProtocolError(`there is no version ${apiVersion} of API ${apiKey} here`);
  };
}

async function answerRawMessage(sasl: SaslSession, message: Buffer): Promise<Buffer[]> {
  const { error, message: reason, answer } = await sasl.next(Buffer.from(message));
  if (error !== 'NONE') throw new ProtocolError(reason ?? error);
  const size = Buffer.alloc(4);
  size.writeInt32BE(answer.length);
  return [size, answer];
}

// Whoever asks for the versions cannot know in which version to ask: the answer to a wrong guess is in the first (KIP-511).
function unknownVersionOfApiVersions(correlationId: number, handlers: readonly ApiHandler[]): Buffer[] {
  const body = { errorCode: errorCodes.UNSUPPORTED_VERSION, apiKeys: versionRanges(handlers) };
  return encodeResponse(apiVersionsApi, { version: 0, correlationId, body });
}
