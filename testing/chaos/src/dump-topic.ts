import { aptPackage, ServiceProcess } from '@sluice/testing-services';

/** Writes the values of all records of a topic to a file, one a line, with librdkafka's kcat. */
export async function dumpTopic(bootstrapServers: string, topic: string, file: string): Promise<void> {
  const kcat = await aptPackage('kcat');
  const args = ['-b', bootstrapServers, '-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-f', '%s\\n'];
  const reader = await ServiceProcess.start({ name: 'kcat', command: kcat, args, logFile: file });
  const exit = await reader.exited;
  if (exit !== 'exit code 0') throw new Error(`kcat could not read ${topic}: ${exit}\n${reader.logTail()}`);
}
