import { ConnectError } from '@sluice/connect-api';
import type { Hang } from './where-it-hangs.ts';

/** It has kept its thread busy for too long. `hang` says where, as far as is known. */
export function blockedThread(name: string, silentMs: number, hang: Hang | null): ConnectError {
  const seconds = (silentMs / 1000).toFixed(1);
  const [innermost] = hang?.frames ?? [];
  const where = innermost === undefined ? '' : `, in ${innermost}`;
  const error = new ConnectError(`${name} has blocked its thread for ${seconds} s${where}`, {
    code: 'TASK_THREAD_BLOCKED',
  });
  if (hang !== null) {
    error.stack = `${error.name}: ${error.message}\n${hang.frames.map((frame) => `    at ${frame}`).join('\n')}`;
  }
  return error;
}

/** Nobody can say for sure who took the memory where several lived in the thread. */
export function outOfMemory(name: string, others: number, cause: Error): ConnectError {
  const doubt =
    others === 0
      ? ''
      : `; ${others} more lived in the thread and move to another: it was the last at work, so it was most probably its fault`;
  return new ConnectError(`The memory of the thread of ${name} ran out${doubt}`, {
    code: 'TASK_OUT_OF_MEMORY',
    cause,
  });
}

export function uncaughtError(name: string, cause: Error): ConnectError {
  return new ConnectError(`${name} threw an error that nobody caught: ${cause.message}`, {
    code: 'TASK_ERROR_UNCAUGHT',
    cause,
  });
}

export function threadLost(reason: string, cause?: Error): ConnectError {
  return new ConnectError(`The thread that ran this has ended: ${reason}`, {
    code: 'TASK_THREAD_LOST',
    ...(cause === undefined ? {} : { cause }),
  });
}
