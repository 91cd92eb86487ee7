import { formatTrace } from '@sluice/connect-api';
import type { ReportState } from '../task/run-task.ts';
import type { StateChange } from './task-host.ts';

/** Passes states on, errors as traces, until it is told to be silent. */
export class StateReporter {
  #listener: { onState(change: StateChange): void } | null;

  constructor(listener: { onState(change: StateChange): void }) {
    this.#listener = listener;
  }

  readonly report: ReportState = (state, error) => {
    this.#listener?.onState(state === 'FAILED' ? { state, trace: formatTrace(error) } : { state });
  };

  silence(): void {
    this.#listener = null;
  }
}
