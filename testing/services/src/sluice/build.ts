import { join } from 'node:path';
import { runProgram } from '../process/run-program.ts';
import { repositoryFolder } from './programs.ts';

/** Builds what has changed since the last build, so that the programs run the sources as they are now. */
export async function buildSluice(): Promise<void> {
  const compiler = join(repositoryFolder, 'node_modules/.bin/tsc');
  const { exitCode, stdout, stderr } = await runProgram(compiler, ['-b'], { cwd: repositoryFolder });
  if (exitCode !== 0) throw new Error(`Sluice could not be built:\n${stdout}${stderr}`);
}
