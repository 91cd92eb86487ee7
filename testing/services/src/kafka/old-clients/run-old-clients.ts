import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findJdk } from '../../java/find-java.ts';
import { resolveJars } from '../../packages/maven.ts';
import { runProgram } from '../../process/run-program.ts';
import type { ProgramResult } from '../../process/run-program.ts';

/**
 * Has Kafka's client of version 2.8, the oldest one that Kafka 4 still serves, make topics, write in transactions, and
 * copy what it reads in a cooperative group from `old-source` to `old-target`, exactly once.
 */
export async function runOldJavaClients(bootstrapServers: string): Promise<ProgramResult> {
  const folder = await resolveJars(join(import.meta.dirname, 'pom.xml'));
  const jars = (await readdir(folder)).map((name) => join(folder, name));
  const java = await findJdk();
  const program = join(import.meta.dirname, 'OldClients.java');
  const options = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx256m', '-cp', jars.join(':')];
  return runProgram(java.command, [...options, program, bootstrapServers], {});
}
