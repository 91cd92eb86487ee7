/** What a task may be at; the order is that of the numbers in shared memory. */
export const stages = [
  'none',
  'start',
  'paused',
  /** In `SourceTask.poll`. */
  'poll',
  /** Waiting for the consumer to bring records. */
  'fetch',
  /** Transforming and converting. */
  'convert',
  /** In `SinkTask.put`. */
  'put',
  /** In `SinkTask.preCommit` or `flush`. */
  'pre-commit',
  /** Ending a transaction, or a part of one, between two polls. */
  'commit',
  /** Kafka does not tell of a topic, or of a partition of it. */
  'wait-for-topic',
  /** Kafka has to acknowledge records before more are taken. */
  'wait-for-broker',
  /** It failed in a way that may pass, and is tried again after a while. */
  'back-off',
  'stop',
] as const;

export type Stage = (typeof stages)[number];
