import { ConnectError } from '@sluice/connect-api';
import { routes, type Route, type RouteName } from '@sluice/rest-api';
import type { Herder, RequestOrigin, WorkerObserver } from '@sluice/runtime';
import { allHandlers } from '../handlers/handlers.ts';
import type { Handler, HandlersOf } from '../handlers/handler.ts';
import { starting } from '../handlers/worker-handlers.ts';
import { StatusError } from '../http/status-error.ts';
import { readCall, type ReceivedCall } from './read-call.ts';
import { timedOutDuring, withTimeLimit } from './time-limit.ts';

/** How long a request may take. */
export interface TimeLimits {
  readonly requestTimeoutMs: number;
  readonly healthTimeoutMs: number;
}

/** What an operation answers. */
export interface OperationAnswer {
  readonly status: number;
  /** `null`: no body. */
  readonly body: unknown;
  /** Of a body that is text and no JSON. */
  readonly mediaType?: string;
  readonly createdConnector?: string;
}

/** The operations of all routes over one herder, which comes when the worker is far enough. */
export class Operations {
  readonly #handlers: HandlersOf<RouteName>;
  readonly #requestTimeoutMs: number;
  #attached: { readonly herder: Herder; readonly observer: WorkerObserver } | null = null;
  #stopping = false;

  constructor({ requestTimeoutMs, healthTimeoutMs }: TimeLimits) {
    this.#handlers = allHandlers(healthTimeoutMs);
    this.#requestTimeoutMs = requestTimeoutMs;
  }

  attach(herder: Herder, observer: WorkerObserver): void {
    this.#attached = { herder, observer };
  }

  /** Refuses what comes from now on; what runs goes on. */
  stop(): void {
    this.#stopping = true;
  }

  /**
   * Carries out one request. Without a herder only the health is told; everything else is a 503.
   * @throws StatusError, RequestBodyError, or what the herder fails with.
   */
  async run(name: RouteName, received: ReceivedCall): Promise<OperationAnswer> {
    if (this.#stopping) throw new ConnectError('Worker is shutting down', { code: 'WORKER_STOPPING' });
    if (this.#attached === null) return answerBeforeStart(name);
    const { herder, observer } = this.#attached;
    const asked = herder.onBehalfOf(originOf(received));
    const call = { herder: asked, observer, ...readCall<Route>(routes[name], received) };
    const handler = this.#handlers[name] as unknown as Handler<Route>;
    const late = (): string => lateAnswer(name, herder.stage);
    const answer = (await withTimeLimit(handler(call), this.#requestTimeoutMs, late)) as OperationAnswer;
    const declared = (routes[name] as Route).responses[answer.status];
    const mediaType = declared?.kind === 'answer' ? declared.mediaType : undefined;
    return mediaType === undefined ? answer : { ...answer, mediaType };
  }
}

/** As in Java, validation ends without a full stop. */
function lateAnswer(name: RouteName, stage: string | null): string {
  const message = timedOutDuring(stage);
  return name === 'validatePluginConfig' ? message.replace(/\.$/, '') : message;
}

/** Who is told `forward=…` is asked by another worker. */
function originOf({ query, headers }: ReceivedCall): RequestOrigin {
  const forward = query.get('forward');
  const { authorization = null } = headers;
  return {
    forward: forward === null ? null : forward.toLowerCase() === 'true',
    authorization: typeof authorization === 'string' ? authorization : null,
  };
}

function answerBeforeStart(name: RouteName): OperationAnswer {
  if (name === 'getHealth') return { status: 503, body: starting };
  throw new StatusError(503, { labelled: true, message: starting.message });
}
