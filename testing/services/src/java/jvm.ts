import { classDataOf } from './class-data.ts';
import type { ClassData } from './class-data.ts';
import { findJava } from './find-java.ts';

/** `quick` starts soon and stays small; `server` is what Kafka's own launcher sets, for figures. */
export type JvmProfile = 'quick' | 'server';

export interface JvmOptions {
  readonly mainClass: string;
  readonly args: readonly string[];
  /** Jars, in order. */
  readonly classPath: readonly string[];
  readonly profile: JvmProfile;
  /** Such as -Xmx256m, and system properties. */
  readonly jvmOptions: readonly string[];
}

export interface JvmCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly classData: ClassData;
}

const quickOptions = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const serverOptions = [
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
];
// The JVM's own warnings would mix with the standard output of tools.
const logOptions = ['-Xlog:disable', '-Xlog:all=error:stderr', '-Djava.awt.headless=true'];

export async function jvmCommand(options: JvmOptions): Promise<JvmCommand> {
  const java = await findJava();
  const classPath = options.classPath.join(':');
  const quick = options.profile === 'quick';
  const classData = quick ? classDataOf(java, options.mainClass, classPath) : { jvmOptions: [] };
  return {
    command: java.command,
    args: [
      ...logOptions,
      ...(quick ? quickOptions : serverOptions),
      ...classData.jvmOptions,
      ...options.jvmOptions,
      '-cp',
      classPath,
      options.mainClass,
      ...options.args,
    ],
    classData,
  };
}
