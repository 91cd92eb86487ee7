import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kafkaJars } from '../kafka/jars.ts';
import { runProgram } from '../process/run-program.ts';
import { findJdk } from './find-java.ts';

// The oldest Java that Kafka's workers run on.
const release = '17';

/** Compiles a Java source file with Kafka's jars and makes a jar of its classes, in this folder. Resolves to its path. */
export async function compileJava(file: string, folder: string): Promise<string> {
  const tools = dirname((await findJdk()).command);
  const { classPath } = await kafkaJars();
  const classes = join(folder, 'classes');
  await mkdir(classes, { recursive: true });
  const options = ['--release', release, '-proc:none', '-cp', classPath.join(':')];
  await run(join(tools, 'javac'), [...options, '-d', classes, file]);
  const jar = join(folder, 'compiled.jar');
  await run(join(tools, 'jar'), ['--create', '--file', jar, '-C', classes, '.']);
  return jar;
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runProgram(program, args);
  if (exitCode !== 0) throw new Error(`${program} failed:\n${stdout}${stderr}`);
}
