import { runProgram } from '../process/run-program.ts';
import type { ProgramOptions, ProgramResult } from '../process/run-program.ts';
import { ServiceProcess } from '../process/service-process.ts';
import type { ServiceCommand } from '../process/service-process.ts';
import { sluicePrograms } from './programs.ts';
import type { SluiceProgram } from './programs.ts';

/** Runs one of our programs to its end. */
export function runSluice(
  program: SluiceProgram,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return runProgram(process.execPath, [sluicePrograms[program], ...args], options);
}

export interface SluiceCommand extends Omit<ServiceCommand, 'name' | 'command' | 'args'> {
  readonly args: readonly string[];
  /** The Node that runs it; default: this one. */
  readonly node?: string;
}

/** Starts one of our programs and does not wait for it. */
export function startSluice(program: SluiceProgram, options: SluiceCommand): Promise<ServiceProcess> {
  const { args, node = process.execPath, ...rest } = options;
  return ServiceProcess.start({
    ...rest,
    name: program,
    command: node,
    args: [sluicePrograms[program], ...args],
  });
}
