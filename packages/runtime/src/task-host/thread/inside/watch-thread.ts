import { describeError } from '../channel/remote-error.ts';
import type { ResidentScope } from './resident-scope.ts';
import type { RpcChannel } from '../channel/rpc-channel.ts';
import type { ThreadMarks } from '../faults/thread-marks.ts';

/** Has a task thread tell whose fault it is when something goes wrong outside the calls of the worker. */
export function watchThread(channel: RpcChannel, scope: ResidentScope, marks: ThreadMarks): void {
  const uncaught = (error: unknown): void =>
    channel.tell('uncaught', scope.current ?? null, describeError(error));
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);
  const exit = process.exit.bind(process);
  process.exit = (code): never => {
    marks.exits(scope.current);
    return exit(code);
  };
}
