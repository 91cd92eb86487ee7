import type {
  AnswerOf,
  PathValues,
  QueryValues,
  RequestBodyOf,
  Route,
  RouteName,
  Routes,
} from '@sluice/rest-api';
import type { Herder, WorkerObserver } from '@sluice/runtime';
import type { ReceivedCall } from '../server/read-call.ts';

/** A request with everything in it parsed. */
export interface Call<R extends Route> {
  readonly herder: Herder;
  readonly observer: WorkerObserver;
  readonly path: PathValues<R>;
  readonly query: QueryValues<R>;
  readonly body: RequestBodyOf<R>;
  /** What it was parsed from. */
  readonly received: Pick<ReceivedCall, 'body' | 'headers'>;
}

/** What a handler answers with: a status its route declares, and the body that belongs to it. */
type HandlerAnswer<R extends Route> = AnswerOf<R> & {
  /** The name of the connector that was created, for the `Location`. */
  readonly createdConnector?: string;
};

export type Handler<R extends Route> = (call: Call<R>) => Promise<HandlerAnswer<R>>;

/** The handlers of some routes. */
export type HandlersOf<N extends RouteName> = { readonly [K in N]: Handler<Routes[K]> };
