import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JvmProcess } from '../java/jvm-process.ts';
import type { JvmProfile } from '../java/jvm.ts';
import { formatProperties } from '../kafka/server-properties.ts';
import type { Properties } from '../kafka/server-properties.ts';
import { makeTempFolder } from '../process/temp-folder.ts';
import { isHealthy, loginOption, type RestLogin } from '../rest/rest-login.ts';
import { javaConnectCommand } from './command.ts';
import { makePluginPath } from './plugin-path.ts';
import { workerProperties } from './worker-properties.ts';
import type { JavaConnectMode } from './worker-properties.ts';

export interface JavaConnectOptions {
  readonly mode: JavaConnectMode;
  readonly bootstrapServers: string;
  /** Written to the worker's properties file as they are, and stronger than what stands there otherwise. */
  readonly properties?: Properties;
  /** Paths of connector files (.properties or .json), for standalone mode. */
  readonly connectorFiles?: readonly string[];
  /** Where the REST API asks who somebody is. */
  readonly login?: RestLogin;
  /** Default `quick`. */
  readonly profile?: JvmProfile;
  /** On its class path, beside those of every worker. */
  readonly moreJars?: readonly string[];
}

export interface JavaConnectWorker {
  /** Address of its REST API, without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  /** The properties it was started with. */
  readonly properties: Properties;
  /** Asks it to leave in order, kills it if it does not, and deletes its folder. */
  stop(): Promise<void>;
  /** Sends a signal (default SIGKILL). After SIGKILL it resolves when the process is gone, else at once. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const readyTimeoutMs = 120_000;
const stopGraceMs = 30_000;

/** The Java Kafka Connect worker with the file connectors on its plugin.path, ready for requests. */
export async function startJavaConnect(options: JavaConnectOptions): Promise<JavaConnectWorker> {
  const { path: folder, remove } = await makeTempFolder('java-connect');
  const properties = await workerProperties({ ...options, folder, pluginPath: await makePluginPath(folder) });
  const jvm = await launch(options, { folder, properties });
  const stop = async (): Promise<void> => {
    await jvm.stop(stopGraceMs);
    await remove();
  };
  const url = restUrl(properties);
  try {
    await jvm.process.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: () => isHealthy(url, options.login),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const { pid, logFile } = jvm.process;
  return { url, pid, logFile, properties, stop, kill: (signal) => jvm.process.kill(signal) };
}

async function launch(
  options: JavaConnectOptions,
  place: { readonly folder: string; readonly properties: Properties },
): Promise<JvmProcess> {
  const propertiesFile = join(place.folder, 'worker.properties');
  await writeFile(propertiesFile, formatProperties(place.properties));
  const { mode, connectorFiles = [], profile = 'quick', login, moreJars = [] } = options;
  const jvmOptions = login === undefined ? [] : [await loginOption(place.folder, login)];
  const command = await javaConnectCommand({
    mode,
    propertiesFile,
    connectorFiles,
    profile,
    jvmOptions,
    moreJars,
  });
  const logFile = join(place.folder, 'worker.log');
  return JvmProcess.start(command, { name: `Java Connect worker (${mode})`, logFile });
}

function restUrl(properties: Properties): string {
  const [first = ''] = (properties['listeners'] ?? '').split(',');
  return first.trim().replace(/\/$/, '');
}
