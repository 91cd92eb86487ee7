import { join } from 'node:path';
import { runProgram } from '../process/run-program.ts';
import { repositoryFolder } from './programs.ts';

/** Builds the code, so that the programs run the sources as they are now. */
export async function buildSluice(): Promise<void> {
  const bundler = join(repositoryFolder, 'tools/bundle.ts');
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, [bundler], {
    cwd: repositoryFolder,
  });
  if (exitCode !== 0) throw new Error(`Sluice could not be built:\n${stdout}${stderr}`);
}
