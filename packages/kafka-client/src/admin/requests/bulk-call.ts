import type { ClientApi } from '../../connection/broker-connection.ts';
import type { BrokerLink, Versioned } from '../../connection/broker-link.ts';
import type { KafkaError, KafkaErrorPlace } from '../../errors/kafka-error.ts';

/** What a response says of one thing. */
export interface ItemAnswer<T> {
  readonly key: string;
  readonly errorCode: number;
  /** The broker's own words. */
  readonly errorMessage?: string | null;
  readonly value: T;
}

/** One request about many things. */
export interface BulkCall<In, Out, T> {
  readonly api: ClientApi<In, Out>;
  readonly body: (keys: readonly string[]) => Versioned<In>;
  readonly answers: (response: Out, keys: readonly string[]) => Iterable<ItemAnswer<T>>;
  /** What is done to a thing, for errors: `Create topic t`. */
  readonly action: (key: string) => string;
  /** The topic or partition that a thing is, for errors to name. */
  readonly place?: (key: string) => Pick<KafkaErrorPlace, 'topic' | 'partition'>;
  /** What an error of this call means, where it is not what it means elsewhere. */
  readonly explain?: Readonly<Record<number, string>>;
  /** Whether a request takes one thing only. */
  readonly single?: boolean;
  /** Errors that are reported at once though Kafka counts them among those that may pass. */
  readonly finalCodes?: readonly number[];
  /** For how long a topic that is not known yet is asked for again; not at all when absent. */
  readonly unknownTopicGraceMs?: number;
}

/** The things that one broker is asked about; without a link, whichever broker answers first. */
export interface Placement {
  readonly link: BrokerLink | null;
  readonly keys: readonly string[];
}

/** Finds the broker for each thing, and says for which there is none and why. */
export type Route = (
  keys: readonly string[],
  fail: (key: string, error: KafkaError) => void,
) => Promise<readonly Placement[]>;
