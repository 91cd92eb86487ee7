import { aptPackage } from '../../packages/apt.ts';
import { runProgram } from '../../process/run-program.ts';

/** Writes a record for each of these texts, which hold no line ends, with librdkafka's kcat. */
export async function produceLines(
  bootstrapServers: string,
  topic: string,
  lines: readonly string[],
): Promise<void> {
  const kcat = await aptPackage('kcat');
  const args = ['-b', bootstrapServers, '-P', '-t', topic];
  const { exitCode, stderr } = await runProgram(kcat, args, { stdin: lines.join('\n') });
  if (exitCode !== 0) throw new Error(`kcat could not write to ${topic}: ${stderr}`);
}
