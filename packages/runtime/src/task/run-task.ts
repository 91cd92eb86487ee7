import type { InstanceState } from '../herder/states.ts';
import type { TaskControl } from './task-control.ts';

/** The parts of a task's life that differ between sources and sinks. */
export interface TaskBody {
  start(): Promise<void>;
  /** Returns when the control says stop. */
  run(): Promise<void>;
  /** Releases everything, also when `start` failed or never ran. */
  close(): Promise<void>;
}

/** Tells the state of a task; `error` with FAILED only. */
export type ReportState = (state: InstanceState, error?: unknown) => void;

/*
 *            start() ok            target PAUSED
 *  (built) ------------> RUNNING <---------------> PAUSED
 *     |                     |                         |
 *     | target PAUSED first |  error        stop      |
 *     +-----> PAUSED        +------> FAILED  +--------+---> UNASSIGNED
 *
 * The last state is reported after everything was closed; a cancelled task reports nothing.
 */
/** Leads a task through its life. Never rejects: how it ended is reported. Resolves to the error it ended with. */
export async function runTask(body: TaskBody, control: TaskControl, report: ReportState): Promise<unknown> {
  let error: unknown;
  try {
    if (control.paused) report('PAUSED');
    await control.untilNotPaused();
    if (!control.stopping) {
      await body.start();
      if (!control.cancelled) report('RUNNING');
      await body.run();
    }
  } catch (caught) {
    error = caught ?? new Error('The task failed without an error');
  }
  try {
    await body.close();
  } catch (caught) {
    error ??= caught;
  }
  if (control.cancelled) return error;
  if (error === undefined || control.stopping) report('UNASSIGNED');
  else report('FAILED', error);
  return error;
}
