import { KafkaError } from '../../errors/kafka-error.ts';
import type { TopicPartition } from '../../topic-partition.ts';

/** What became of one of many things: what was asked for, or why it is not there. */
export type Outcome<T> = T | KafkaError;

/** By the name of the thing. Everything that was asked about is there. */
export type Outcomes<T> = ReadonlyMap<string, Outcome<T>>;

export interface PartitionOutcome<T> extends TopicPartition {
  readonly result: Outcome<T>;
}

/** What became of one of the things that were asked about. */
export function outcomeOf<T>(outcomes: Outcomes<T>, key: string): Outcome<T> {
  const outcome = outcomes.get(key);
  if (outcome === undefined) throw new Error(`${key} was not asked about`);
  return outcome;
}

/** The result for one thing. @throws KafkaError where there is none. */
export function resultOf<T>(outcomes: Outcomes<T>, key: string): T {
  const outcome = outcomeOf(outcomes, key);
  if (outcome instanceof KafkaError) throw outcome;
  return outcome;
}
