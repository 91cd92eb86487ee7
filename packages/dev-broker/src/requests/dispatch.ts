import {
  apiVersionsApi,
  decodeRequestHeader,
  encodeResponse,
  errorCodes,
  ProtocolError,
} from '@sluice/kafka-protocol';
import type { Broker } from '../broker.ts';
import { versionRanges, type ApiHandler, type Endpoint, type RequestContext } from './api-handler.ts';

/** A connection as far as its requests need to know it. */
export interface RequestOrigin {
  readonly clientHost: string;
  readonly endpoint: Endpoint;
  readonly onDisconnect: RequestContext['onDisconnect'];
}

/** Answers one request, given without its size prefix. Rejects where the connection is of no more use. */
export type Dispatch = (request: Buffer, origin: RequestOrigin) => Promise<Buffer[] | null>;

export function createDispatch(broker: Broker, handlers: readonly ApiHandler[]): Dispatch {
  const byKey = new Map(handlers.map((handler) => [handler.key, handler]));
  return async (request, origin) => {
    const header = decodeRequestHeader(request);
    const { apiKey, apiVersion } = header;
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

// Whoever asks for the versions cannot know in which version to ask: the answer to a wrong guess is in the first (KIP-511).
function unknownVersionOfApiVersions(correlationId: number, handlers: readonly ApiHandler[]): Buffer[] {
  const body = { errorCode: errorCodes.UNSUPPORTED_VERSION, apiKeys: versionRanges(handlers) };
  return encodeResponse(apiVersionsApi, { version: 0, correlationId, body });
}
