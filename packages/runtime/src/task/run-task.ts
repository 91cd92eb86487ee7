import type { InstanceState } from '../states.ts';
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
 * The last state is reported after everything was closed. What fails once the task is to stop changes nothing.
 */
/** Leads a task through its life. Never rejects: how it ended is reported. Resolves to the error it ended with. */
export async function runTask(
  built: Promise<TaskBody>,
  control: TaskControl,
  report: ReportState,
): Promise<unknown> {
  let error: unknown;
  try {
    const body = await built;
    error = await live(body, control, report);
  } catch (caught) {
    error = namely(caught);
  }
  if (error === undefined || control.stopping) report('UNASSIGNED');
  else report('FAILED', error);
  return error;
}

/** Resolves to the first error of the task, once it is closed. */
async function live(body: TaskBody, control: TaskControl, report: ReportState): Promise<unknown> {
  let error: unknown;
  try {
    if (control.paused) report('PAUSED');
    await control.untilNotPaused();
    if (!control.stopping) {
      await body.start();
      report('RUNNING');
      await body.run();
    }
  } catch (caught) {
    error = namely(caught);
  }
  try {
    await body.close();
  } catch (caught) {
    error ??= namely(caught);
  }
  return error;
}

/** Plugins may throw anything, `undefined` too. */
function namely(caught: unknown): unknown {
  return caught ?? new Error('The task failed without an error');
}
