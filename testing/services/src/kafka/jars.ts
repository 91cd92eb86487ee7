import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveJars } from '../packages/maven.ts';

export interface KafkaJars {
  /** The folder with all of them. */
  readonly folder: string;
  /** As in Kafka's distribution: all but connect-file, which is there to be put on plugin.path. */
  readonly classPath: readonly string[];
  readonly connectFileJar: string;
}

export async function kafkaJars(): Promise<KafkaJars> {
  const folder = await resolveJars(join(import.meta.dirname, 'pom.xml'));
  const jars = (await readdir(folder)).sort().map((name) => join(folder, name));
  const isConnectFile = (jar: string): boolean => jar.includes('/connect-file-');
  const connectFileJar = jars.find(isConnectFile);
  if (connectFileJar === undefined)
    throw new Error(`${folder} has no connect-file jar: delete it and start again`);
  return { folder, classPath: jars.filter((jar) => !isConnectFile(jar)), connectFileJar };
}

/** System properties that make Kafka's programs log to their standard error. */
export function loggingOptions(level: 'WARN' | 'INFO'): string[] {
  return [`-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.xml')}`, `-Dlog.level=${level}`];
}
