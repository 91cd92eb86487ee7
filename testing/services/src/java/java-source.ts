import { kafkaJars, loggingOptions } from '../kafka/jars.ts';
import { runProgram } from '../process/run-program.ts';
import type { ProgramOptions, ProgramResult } from '../process/run-program.ts';
import { findJdk } from './find-java.ts';

/** Runs a Java source file with Kafka's jars to its end: it is compiled on the way, and nothing is kept. */
export async function runJavaSource(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const java = await findJdk();
  const { classPath } = await kafkaJars();
  const jvmOptions = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx512m', ...loggingOptions('WARN')];
  return await runProgram(java.command, [...jvmOptions, '-cp', classPath.join(':'), file, ...args], options);
}
