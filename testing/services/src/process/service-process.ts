import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterOwnDeath, killGroup } from './after-own-death.ts';

export interface ServiceCommand {
  /** What error messages call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Standard output and standard error are appended here. */
  readonly logFile: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface ReadyCheck {
  /** Resolves to true once the service does its work. Rejecting means: not yet. */
  readonly probe: () => Promise<boolean>;
  readonly timeoutMs: number;
}

const pollIntervalMs = 20;
const logTailLines = 30;

/** A server in a process group of its own. The group does not outlive this process. */
export class ServiceProcess {
  readonly name: string;
  readonly logFile: string;
  readonly pid: number;
  /** Resolves when the process is gone, with how it ended. */
  readonly exited: Promise<string>;
  #exit: string | undefined;

  private constructor(command: ServiceCommand, child: ChildProcess & { readonly pid: number }) {
    this.name = command.name;
    this.logFile = command.logFile;
    this.pid = child.pid;
    const release = afterOwnDeath(killGroup, String(child.pid));
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#exit = signal ?? `exit code ${code ?? -1}`;
        release();
        resolve(this.#exit);
      });
    });
  }

  /** Rejects when the program cannot be started at all. */
  static async start(command: ServiceCommand): Promise<ServiceProcess> {
    const log = openSync(command.logFile, 'a');
    try {
      const child = spawn(command.command, command.args, {
        cwd: command.cwd,
        env: command.env,
        detached: true,
        stdio: ['ignore', log, log],
      });
      const { pid } = child;
      if (pid !== undefined) return new ServiceProcess(command, Object.assign(child, { pid }));
      throw await new Promise<Error>((resolve) => child.once('error', resolve));
    } finally {
      closeSync(log);
    }
  }

  get alive(): boolean {
    return this.#exit === undefined;
  }

  /** Sends the signal to the whole group. After SIGKILL it resolves when the process is gone, else at once. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.alive) return;
    process.kill(-this.pid, signal);
    if (signal === 'SIGKILL') await this.exited;
  }

  /** Asks with SIGTERM, and kills what has not gone after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    if (!this.alive) return;
    await this.kill('SIGTERM');
    const tooLate = new AbortController();
    await Promise.race([this.exited, sleep(graceMs, undefined, tooLate).catch(() => {})]);
    tooLate.abort();
    await this.kill('SIGKILL');
  }

  /** Waits for the probe to succeed. A probe only counts while the process lives: a stranger may own the port. */
  async untilReady(check: ReadyCheck): Promise<void> {
    const deadline = performance.now() + check.timeoutMs;
    let reason = 'its ready check answers no';
    while (this.alive && performance.now() < deadline) {
      try {
        if ((await check.probe()) && this.alive) return;
      } catch (error) {
        reason = String(error);
      }
      await sleep(pollIntervalMs);
    }
    const problem =
      this.#exit === undefined
        ? `is not ready after ${check.timeoutMs} ms (${reason})`
        : `ended: ${this.#exit}`;
    throw new Error(`${this.name} ${problem}. The end of ${this.logFile}:\n${this.logTail()}`);
  }

  logTail(): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-logTailLines).join('\n');
  }
}
