import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { kafkaJars } from '../kafka/jars.ts';
import { runProgram } from '../process/run-program.ts';
import { findJdk } from './find-java.ts';

// The oldest Java that Kafka's workers run on.
const release = '17';

/** What a jar offers to those who look for an implementation of a class. */
export interface JavaService {
  readonly of: string;
  readonly className: string;
}

/** Compiles a Java source file with Kafka's jars and makes a jar of its classes, in this folder. */
export async function compileJava(
  file: string,
  folder: string,
  { of, className }: JavaService,
): Promise<void> {
  const tools = dirname((await findJdk()).command);
  const { classPath } = await kafkaJars();
  const classes = await mkdtemp(join(tmpdir(), 'sluice-classes-'));
  const services = join(classes, 'META-INF', 'services');
  await mkdir(services, { recursive: true });
  await writeFile(join(services, of), `${className}\n`);
  const options = ['--release', release, '-proc:none', '-cp', classPath.join(':')];
  await run(join(tools, 'javac'), [...options, '-d', classes, file]);
  await run(join(tools, 'jar'), ['--create', '--file', join(folder, 'compiled.jar'), '-C', classes, '.']);
  await rm(classes, { recursive: true });
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runProgram(program, args);
  if (exitCode !== 0) throw new Error(`${program} failed:\n${stdout}${stderr}`);
}
