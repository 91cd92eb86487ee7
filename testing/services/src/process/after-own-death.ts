import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** For a process group: dash takes the signal's name with `-s` only when the id is negative. */
export const killGroup = 'kill -s KILL -- "-$0"';

/**
 * Has a shell run `script` (its `$0` is `argument`) when this process is gone, whichever way it went: returned,
 * threw, was interrupted or killed with SIGKILL. The shell waits on a pipe that only this process holds open.
 * The function returned calls it off.
 */
export function afterOwnDeath(script: string, argument: string): () => void {
  const guard = spawn('/bin/sh', ['-c', `read -r _ || { ${script}; }`, argument], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const pipe = guard.stdin as Socket;
  pipe.on('error', () => {});
  pipe.unref();
  guard.unref();
  return () => {
    pipe.end('\n');
  };
}
