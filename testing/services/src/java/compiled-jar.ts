import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cachedFolder } from '../packages/cache.ts';
import { runProgram } from '../process/run-program.ts';
import { findJdk } from './find-java.ts';

/**
 * The jar with the classes of a Java source file, compiled once per content and class path. In a jar, since
 * class-data sharing knows no folders.
 */
export async function compiledJar(sourceFile: string, classPath: readonly string[]): Promise<string> {
  const name = basename(sourceFile, '.java');
  const { command, version } = await findJdk();
  const digest = createHash('sha256')
    .update(`${version}\n${classPath.join('\n')}\n`)
    .update(await readFile(sourceFile))
    .digest('hex')
    .slice(0, 12);
  const programs = dirname(command);
  const folder = await cachedFolder(`compiled/${name}-${digest}`, async (draft) => {
    const classes = join(draft, 'classes');
    await run(join(programs, 'javac'), ['-nowarn', '-cp', classPath.join(':'), '-d', classes, sourceFile]);
    await run(join(programs, 'jar'), ['cf', join(draft, `${name}.jar`), '-C', classes, '.']);
  });
  return join(folder, `${name}.jar`);
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runProgram(program, args);
  if (exitCode !== 0) throw new Error(`${program} failed with exit code ${exitCode}:\n${stdout}${stderr}`);
}
