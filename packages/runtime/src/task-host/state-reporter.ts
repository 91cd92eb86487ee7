import { formatTrace } from '@sluice/connect-api';
import { failureCauseOf } from '../restart/failure-cause.ts';
import type { ReportState } from '../task/run-task.ts';
import type { StateChange } from './task-host.ts';

/** The state of what failed with an error. */
export function failedState(error: unknown): StateChange {
  return { state: 'FAILED', trace: formatTrace(error), cause: failureCauseOf(error) };
}

/** Passes states on, errors as traces, until it is told to be silent. */
export class StateReporter {
  #listener: { onState(change: StateChange): void } | null;

  constructor(listener: { onState(change: StateChange): void }) {
    this.#listener = listener;
  }

  readonly report: ReportState = (state, error) => {
    this.#listener?.onState(state === 'FAILED' ? failedState(error) : { state });
  };

  silence(): void {
    this.#listener = null;
  }
}
