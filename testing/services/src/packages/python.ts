import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../process/run-program.ts';
import { aptPackage, requireAptPackage } from './apt.ts';
import { cacheRoot } from './cache.ts';

/**
 * The Python of an environment with these packages (`name==version`), which is made on first use. Rejects with what pip
 * says where a package cannot be had.
 */
export async function pythonWith(packages: readonly string[]): Promise<string> {
  const digest = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 12);
  const folder = join(cacheRoot(), 'python', digest);
  const python = join(folder, 'bin', 'python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return python;
  // An environment names its own place: it cannot be made elsewhere and moved.
  await rm(folder, { recursive: true, force: true });
  const python3 = await aptPackage('python3');
  await requireAptPackage('python3-venv', async () => {
    return (await runProgram(python3, ['-c', 'import ensurepip, venv'])).exitCode === 0;
  });
  await run(python3, ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  await run(python, ['-c', `open(${JSON.stringify(`${complete}.draft`)}, 'w').close()`]);
  await rename(`${complete}.draft`, complete);
  return python;
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runProgram(program, args);
  if (exitCode !== 0) throw new Error(`${program} failed with exit code ${exitCode}:\n${stdout}${stderr}`);
}
