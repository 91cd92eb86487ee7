import { cpus } from 'node:os';
import { runProgram } from '@sluice/testing-services';

const lastCore = cpus().length - 1;

/** Which cores a process may run on: the first for what is asked, the others for those who ask. */
const cores = { first: '0', others: `1-${lastCore}`, all: `0-${lastCore}` } as const;

/** Has a process with all its threads, and what it starts from now on, run on some cores only. */
export async function pin(pid: number, to: keyof typeof cores): Promise<void> {
  if (lastCore === 0) return;
  const { exitCode, stderr } = await runProgram('taskset', ['-a', '-p', '-c', cores[to], String(pid)]);
  if (exitCode !== 0) throw new Error(`Process ${pid} could not be kept to cores: ${stderr}`);
}
