import { spawn } from 'node:child_process';
import { buffer, text } from 'node:stream/consumers';
import { afterOwnDeath, killGroup } from './after-own-death.ts';

export interface ProgramOptions {
  /** Written to standard input, which is then closed. Default: nothing, closed at once. */
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** After this it is killed. Default: never. */
  readonly timeoutMs?: number;
}

export interface ProgramResult {
  /** As UTF-8. */
  readonly stdout: string;
  readonly stdoutBytes: Buffer;
  readonly stderr: string;
  /** 128 + signal number is not used: a program ended by a signal has exit code -1. */
  readonly exitCode: number;
}

/** Runs a program to its end. Rejects only when it cannot be started at all. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    timeout: options.timeoutMs,
    killSignal: 'SIGKILL',
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exit = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  const release = child.pid === undefined ? undefined : afterOwnDeath(killGroup, String(child.pid));
  // A program may end without having read its input: the broken pipe says nothing its exit code does not.
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin);
  try {
    const [exitCode, stdoutBytes, stderr] = await Promise.all([
      exit,
      buffer(child.stdout),
      text(child.stderr),
    ]);
    return { stdout: stdoutBytes.toString('utf8'), stdoutBytes, stderr, exitCode };
  } finally {
    release?.();
  }
}
