import { kafkaJars, loggingOptions } from '../kafka/jars.ts';
import { runProgram } from '../process/run-program.ts';
import type { ProgramOptions, ProgramResult } from '../process/run-program.ts';
import { jvmCommand } from './jvm.ts';
import type { JvmCommand } from './jvm.ts';

/**
 * Runs a class of Kafka's jars to its end, such as `org.apache.kafka.tools.TopicCommand`,
 * `org.apache.kafka.tools.GetOffsetShell`, `org.apache.kafka.tools.ConsoleProducer` or
 * `org.apache.kafka.tools.consumer.ConsoleConsumer`.
 */
export async function runJavaTool(
  mainClass: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const jvm = await quickToolCommand(mainClass, args);
  const result = await runProgram(jvm.command, jvm.args, options);
  jvm.classData.recording?.finish(result.exitCode !== -1);
  return result;
}

/** The command line of such a class that starts soon and stays small. */
export async function quickToolCommand(mainClass: string, args: readonly string[]): Promise<JvmCommand> {
  const { classPath } = await kafkaJars();
  const jvmOptions = ['-Xmx256m', ...loggingOptions('WARN')];
  return jvmCommand({ mainClass, args, classPath, profile: 'quick', jvmOptions });
}

/** The command line of such a class as Kafka's own scripts start it, for figures. */
export async function javaToolCommand(mainClass: string, args: readonly string[]): Promise<JvmCommand> {
  const { classPath } = await kafkaJars();
  const jvmOptions = ['-Xmx512M', ...loggingOptions('WARN')];
  return jvmCommand({ mainClass, args, classPath, profile: 'server', jvmOptions });
}
