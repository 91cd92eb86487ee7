import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatProperties } from '../kafka/server-properties.ts';
import type { Properties } from '../kafka/server-properties.ts';
import { freePorts } from '../process/free-ports.ts';
import { makeTempFolder } from '../process/temp-folder.ts';
import { isHealthy, loginOption, type RestLogin } from '../rest/rest-login.ts';
import { startSluice } from './run-sluice.ts';

export interface SluiceWorkerOptions {
  readonly bootstrapServers: string;
  /** Written to the worker's properties file as they are, and stronger than what stands there otherwise. */
  readonly properties?: Properties;
  /** Paths of connector files (.properties or .json). */
  readonly connectorFiles?: readonly string[];
  /** Where the REST API asks who somebody is. */
  readonly login?: RestLogin;
}

export interface SluiceWorker {
  /** Address of its REST API, without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  /** The properties it was started with. */
  readonly properties: Properties;
  /** Resolves when the process is gone, with how it ended. */
  readonly exited: Promise<string>;
  /** Asks it to leave in order, kills it if it does not, and deletes its folder. */
  stop(): Promise<void>;
  /** Sends a signal (default SIGKILL). After SIGKILL it resolves when the process is gone, else at once. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const readyTimeoutMs = 60_000;
const stopGraceMs = 30_000;

/** Our `connect-standalone` with the same surroundings as a standalone Java worker has, its connectors created. */
export function startSluiceWorker(options: SluiceWorkerOptions): Promise<SluiceWorker> {
  return startWorker('connect-standalone', options, (folder) => ({
    'offset.storage.file.filename': join(folder, 'connect.offsets'),
  }));
}

/** Our `connect-distributed`; it is ready when it has joined its group. */
export function startSluiceDistributed(
  options: Omit<SluiceWorkerOptions, 'connectorFiles'>,
): Promise<SluiceWorker> {
  return startWorker('connect-distributed', options, () => ({
    'config.storage.replication.factor': '1',
    'offset.storage.replication.factor': '1',
    'status.storage.replication.factor': '1',
  }));
}

async function startWorker(
  name: 'connect-standalone' | 'connect-distributed',
  options: SluiceWorkerOptions,
  own: (folder: string) => Properties,
): Promise<SluiceWorker> {
  const { path: folder, remove } = await makeTempFolder('worker');
  const properties = await workerProperties(own(folder), options);
  const propertiesFile = join(folder, 'worker.properties');
  await writeFile(propertiesFile, formatProperties(properties));
  const logFile = join(folder, 'worker.log');
  const args = [propertiesFile, ...(options.connectorFiles ?? [])];
  const { login } = options;
  const env = login === undefined ? {} : { KAFKA_OPTS: await loginOption(folder, login) };
  const program = await startSluice(name, { args, logFile, env: { ...process.env, ...env } });
  const [url = ''] = (properties['listeners'] ?? '').split(',');
  const stop = async (): Promise<void> => {
    await program.stop(stopGraceMs);
    await remove();
  };
  try {
    await program.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: () => isHealthy(url, login),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const { pid, exited } = program;
  return { url, pid, logFile, properties, exited, stop, kill: (signal) => program.kill(signal) };
}

async function workerProperties(own: Properties, options: SluiceWorkerOptions): Promise<Properties> {
  const [port = 0] = await freePorts(1);
  return {
    'bootstrap.servers': options.bootstrapServers,
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    listeners: `http://127.0.0.1:${port}`,
    ...own,
    ...options.properties,
  };
}
