import type { ConfigDefinition, ConfigOf } from '../config/config-definition.ts';
import type { PluginDescription } from '../plugin/plugin-description.ts';
import type { PluginLogger } from '../plugin/task-context.ts';

/** A request to the REST API, before anything is done for it. */
export interface RestExtensionRequest {
  /** In capitals, e.g. `GET`; `HEAD` where a client asks for the headers of a `GET`. */
  readonly method: string;
  /** Percent-encoded, without query and matrix parameters, e.g. `/connectors/orders/status`. */
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
  /** By names in lower case. Of one that may be sent only once, the first. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The address that the request came from, perhaps that of a proxy. */
  readonly remoteAddress: string;
}

/** What a request is answered with. */
export interface RestExtensionAnswer {
  readonly status: number;
  /** `application/json` by default. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nothing by default. */
  readonly body?: string;
}

/** A request for a route of an extension. */
export interface RestExtensionCall extends RestExtensionRequest {
  /** What stands for the names in braces, percent-decoded. */
  readonly pathParams: Readonly<Record<string, string>>;
  /** Empty when there is none; whatever its media type, it is not looked at. */
  readonly body: Uint8Array;
}

/** A route that an extension adds to those of the worker. */
export interface RestExtensionRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with a slash; a segment in braces stands for anything, e.g. `/teams/{team}/connectors`. */
  readonly path: string;
  /** A ConnectError it throws is answered by its status and message, everything else by 500. */
  handle(call: RestExtensionCall): RestExtensionAnswer | Promise<RestExtensionAnswer>;
}

/**
 * Guards or extends the REST API of a worker: its regular listeners, not those of `admin.listeners`. There is one
 * instance in a worker.
 */
export interface RestExtension {
  /**
   * Called for each request that some route takes, in the order of `rest.extension.classes`, before its body is read.
   * `null` lets it go on; anything else is the answer. A ConnectError it throws is answered by its status and message.
   */
  authorize?(request: RestExtensionRequest): RestExtensionAnswer | null | Promise<RestExtensionAnswer | null>;
  /** Routes of its own; they are guarded like all others. */
  readonly routes?: readonly RestExtensionRoute[];
  /** Called once when the worker ends. */
  close?(): Promise<void> | void;
}

/** How a connector is, for extensions. */
export interface ConnectorSummary {
  readonly name: string;
  readonly type: 'source' | 'sink' | 'unknown';
  /** `RUNNING`, `PAUSED`, `STOPPED`, `FAILED`, … */
  readonly state: string;
  /** By the numbers of the tasks. */
  readonly taskStates: ReadonlyMap<number, string>;
}

/** What an extension can see of the worker, or of the cluster it belongs to. A ConnectError until the worker is up. */
export interface RestClusterState {
  kafkaClusterId(): string;
  connectors(): Promise<readonly string[]>;
  /** @throws NotFoundError */
  connector(name: string): Promise<ConnectorSummary>;
  /** As REST answers show it: references unresolved, passwords hidden if the worker hides them. @throws NotFoundError */
  connectorConfig(name: string): Promise<Readonly<Record<string, string>>>;
}

/** What an extension is given by the worker. */
export interface RestExtensionContext {
  readonly cluster: RestClusterState;
  /** All properties of the worker, references resolved. */
  readonly properties: Readonly<Record<string, string>>;
  readonly log: PluginLogger;
}

/** Declares a class that `rest.extension.classes` may name. */
export interface RestExtensionPlugin<
  D extends ConfigDefinition = ConfigDefinition,
> extends PluginDescription {
  readonly kind: 'rest-extension';
  /** Which of the worker's properties it reads. */
  readonly config: D;
  /** @throws ConfigError when it cannot do its work as it is configured: the worker does not start then. */
  createExtension(config: ConfigOf<D>, context: RestExtensionContext): RestExtension | Promise<RestExtension>;
}

/** Declares a REST extension class; returns the declaration, typed. */
export function defineRestExtension<const D extends ConfigDefinition>(
  plugin: Omit<RestExtensionPlugin<D>, 'kind'>,
): RestExtensionPlugin<D> {
  return { kind: 'rest-extension', ...plugin };
}
