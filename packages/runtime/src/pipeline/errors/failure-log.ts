import type { PluginLogger } from '@sluice/connect-api';
import { fieldOf, type Failure } from './failure.ts';

export interface FailureLogOptions {
  readonly connector: string;
  readonly task: number;
  /** `errors.log.include.messages`: whether lines show the record, too. */
  readonly showsRecords: boolean;
  readonly log: PluginLogger;
}

/** Logs failures in the words of Kafka Connect, which people search logs for. */
export class FailureLog {
  readonly #options: FailureLogOptions;

  constructor(options: FailureLogOptions) {
    this.#options = options;
  }

  write(failure: Failure): void {
    const { connector, task, showsRecords, log } = this.#options;
    const { stage, className, place, error } = failure;
    const record = showsRecords ? failure.describeRecord() : '';
    const field = fieldOf(failure);
    log.error(
      { err: error, stage, class: className, place, ...(field === null ? {} : { field }) },
      `Error encountered in task ${connector}-${task}. Executing stage '${stage}' with class '${className}'${record}.`,
    );
  }
}
