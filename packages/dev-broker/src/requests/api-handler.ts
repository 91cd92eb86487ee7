import { encodeResponse, errorCodes, type Api, type RequestHeader } from '@sluice/kafka-protocol';
import type { Broker } from '../broker.ts';
import { answerWithFaults } from '../faults/inflict.ts';
import type { SaslSession } from '../sasl/sasl-session.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Who sent a request, and what it is sent to. */
export interface RequestContext {
  readonly broker: Broker;
  /** The version of the request, which the answer has too. */
  readonly version: number;
  readonly clientId: string;
  readonly clientHost: string;
  /** Where clients reach this broker. */
  readonly endpoint: Endpoint;
  /** All that the broker can be asked. */
  readonly supportedApis: readonly SupportedApi[];
  /** How far the client is with showing who it is; null where nobody has to. */
  readonly sasl: SaslSession | null;
  /** Calls back once if the client goes away before the answer; `forget` takes that back. */
  readonly onDisconnect: (action: () => void) => { forget(): void };
}

export interface SupportedApi {
  readonly key: number;
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** Where it differs from a real broker. */
  readonly notes: string;
  /** Whether there is an answer of it that is nothing but an error. */
  readonly canRefuse: boolean;
}

/** One API of the broker, from the bytes of a request to the bytes of its answer. */
export interface ApiHandler extends SupportedApi {
  /** Resolves to null where the client wants no answer. Rejects where the bytes are no such request. */
  respond(header: RequestHeader, context: RequestContext): Promise<Buffer[] | null>;
}

export interface HandlerDefinition<Request, Response> {
  /** The first and the last version that are answered as a real broker does. */
  readonly versions: readonly [min: number, max: number];
  readonly notes: string;
  readonly handle: (request: Request, context: RequestContext) => Promise<Response | null> | Response;
  /** The answer that has this error wherever it can have one, for tests that want it to fail. */
  readonly refuse?: (request: Request, errorCode: number, context: RequestContext) => Response;
}

export function handleApi<Request extends object, Response>(
  api: Api<Request, never, unknown, Response>,
  { versions: [minVersion, maxVersion], notes, handle, refuse }: HandlerDefinition<Request, Response>,
): ApiHandler {
  return {
    key: api.key,
    name: api.name,
    minVersion,
    maxVersion,
    notes,
    canRefuse: refuse !== undefined,
    async respond({ reader, correlationId }, context) {
      const { version } = context;
      const request = api.request.read(reader, version);
      const body = await answerWithFaults({ api: api.name, request }, context, {
        answer: async () => handle(request, context),
        refuse: refuse === undefined ? null : (error) => refuse(request, errorCodes[error], context),
      });
      return body === null ? null : encodeResponse(api, { version, correlationId, body });
    },
  };
}

export function versionRanges(
  supportedApis: readonly SupportedApi[],
): { apiKey: number; minVersion: number; maxVersion: number }[] {
  return supportedApis.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion }));
}
