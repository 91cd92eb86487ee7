import { ConnectError } from '@sluice/connect-api';
import { forwardedInVain, forwardingFailed, leaderUnknown } from './cluster-errors.ts';
import { RelayedAnswer } from '../../relayed-answer.ts';
import type { RequestOrigin } from '../../request-origin.ts';
import type { CallWorker, WorkerAnswer, WorkerCall } from './worker-calls.ts';

/** A request as it is to be made of the worker that can carry it out. */
export interface ForwardedRequest {
  readonly method: WorkerCall['method'];
  readonly path: string;
  /** Beside the one that says how often it may be forwarded. */
  readonly query?: Readonly<Record<string, boolean>>;
  /** JSON; none by default. */
  readonly body?: string;
}

/** Hands requests on to the worker that can carry them out. */
export class Forwarding {
  readonly #call: CallWorker;
  /** The advertised address of this worker. */
  readonly #ownUrl: string;

  constructor(call: CallWorker, ownUrl: string) {
    this.#call = call;
    this.#ownUrl = ownUrl;
  }

  /**
   * @param url - of the worker; `null` when nobody knows it now.
   * @returns what it answered; a status of 400 and more is thrown.
   * @throws ConflictError when it cannot be forwarded, ConnectError `FORWARDING_FAILED`, RelayedAnswer.
   */
  async send(url: string | null, request: ForwardedRequest, origin: RequestOrigin): Promise<WorkerAnswer> {
    // Whoever is told that it is somebody else's turn, and knows of nobody else, is in a rebalance.
    if (url === null || url === this.#ownUrl) throw leaderUnknown();
    if (origin.forward === false) throw forwardedInVain();
    const query = { forward: origin.forward === null, ...request.query };
    return this.call({
      method: request.method,
      url,
      path: `${request.path}?${new URLSearchParams(texts(query)).toString()}`,
      headers: origin.authorization === null ? {} : { Authorization: origin.authorization },
      body: request.body === undefined ? null : Buffer.from(request.body),
    });
  }

  /** @throws ConnectError `FORWARDING_FAILED`, RelayedAnswer. */
  async call(call: WorkerCall): Promise<WorkerAnswer> {
    const answer = await this.#call(call).catch((cause: unknown) => {
      throw forwardingFailed(cause);
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    if (answer.status >= 400) throw new RelayedAnswer(answer.status, messageIn(answer));
    throw new ConnectError(`Unexpected status code when handling forwarded request: ${answer.status}`, {
      code: 'FORWARDING_FAILED',
    });
  }
}

/** What a worker answered with JSON. @throws ConnectError `FORWARDING_FAILED` when it is none. */
export function jsonIn({ text }: WorkerAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw forwardingFailed(cause);
  }
}

function texts(query: Readonly<Record<string, boolean>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}

function messageIn({ status, text }: WorkerAnswer): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Something between the workers has answered.
  }
  return `Another worker answered with status ${status}`;
}
