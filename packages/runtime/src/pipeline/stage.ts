/** Where on its way a record was when it failed; the names users know from logs and dead letter headers. */
export type Stage =
  'TRANSFORMATION' | 'KEY_CONVERTER' | 'VALUE_CONVERTER' | 'HEADER_CONVERTER' | 'TASK_PUT' | 'KAFKA_PRODUCE';

/** What a pipeline was doing when a plugin threw. */
export interface StageInUse {
  readonly stage: Stage;
  /** The class that was called. */
  readonly className: string;
}
