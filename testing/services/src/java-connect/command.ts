import { jvmCommand } from '../java/jvm.ts';
import type { JvmCommand, JvmProfile } from '../java/jvm.ts';
import { kafkaJars, loggingOptions } from '../kafka/jars.ts';
import type { JavaConnectMode } from './worker-properties.ts';

export interface JavaConnectCommandOptions {
  readonly mode: JavaConnectMode;
  readonly propertiesFile: string;
  readonly connectorFiles: readonly string[];
  readonly profile: JvmProfile;
  /** Beside those that every worker gets. */
  readonly jvmOptions?: readonly string[];
  /** On the class path, beside those that every worker has. */
  readonly moreJars?: readonly string[];
}

const mainClasses = {
  standalone: 'org.apache.kafka.connect.cli.ConnectStandalone',
  distributed: 'org.apache.kafka.connect.cli.ConnectDistributed',
} as const;
// The second one is what connect-standalone.sh and connect-distributed.sh set.
const heapOptions = { quick: ['-Xmx512M'], server: ['-Xms256M', '-Xmx2G'] } as const;

/** The command line of the Java worker. */
export async function javaConnectCommand(options: JavaConnectCommandOptions): Promise<JvmCommand> {
  const { classPath } = await kafkaJars();
  return jvmCommand({
    mainClass: mainClasses[options.mode],
    args: [options.propertiesFile, ...options.connectorFiles],
    classPath: [...classPath, ...(options.moreJars ?? [])],
    profile: options.profile,
    jvmOptions: [...heapOptions[options.profile], ...loggingOptions('INFO'), ...(options.jvmOptions ?? [])],
  });
}
