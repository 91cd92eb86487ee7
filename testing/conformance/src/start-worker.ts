import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatProperties,
  freePorts,
  makeTempFolder,
  newClusterProperties,
  repositoryFolder,
  ServiceProcess,
  startJavaConnect,
  startSluiceWorker,
} from '@sluice/testing-services';
import type { JavaConnectWorker, Properties } from '@sluice/testing-services';
import type { WorkerSetup } from './scenario/by-worker.ts';
import type { ScenarioWorker } from './subject.ts';

/** A worker that scenarios are run on. */
export interface StartedWorker extends ScenarioWorker {
  stop(): Promise<void>;
}

/** A Java worker for scenarios. */
export function startJavaWorker(setup: WorkerSetup, bootstrapServers: string): Promise<JavaConnectWorker> {
  const { mode } = setup;
  const properties =
    mode === 'standalone' ? setup.properties : newClusterProperties(bootstrapServers, setup.properties);
  return startJavaConnect({ ...setup, bootstrapServers, properties });
}

const distributedProgram = join(repositoryFolder, 'apps/worker/bin/connect-distributed.cjs');

/** Whether Sluice has a worker of this mode. */
export function hasSluiceWorker({ mode }: WorkerSetup): boolean {
  return mode === 'standalone' || existsSync(distributedProgram);
}

/** A worker of ours for scenarios. */
export function startSluiceFor(setup: WorkerSetup, bootstrapServers: string): Promise<StartedWorker> {
  return setup.mode === 'standalone'
    ? startSluiceWorker({ ...setup, bootstrapServers })
    : startDistributed(setup, bootstrapServers);
}

async function startDistributed(setup: WorkerSetup, bootstrapServers: string): Promise<StartedWorker> {
  const { path: folder, remove } = await makeTempFolder('worker');
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const properties: Properties = {
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'config.storage.replication.factor': '1',
    'offset.storage.replication.factor': '1',
    'status.storage.replication.factor': '1',
    listeners: url,
    ...newClusterProperties(bootstrapServers, setup.properties),
  };
  const file = join(folder, 'worker.properties');
  await writeFile(file, formatProperties(properties));
  const program = await ServiceProcess.start({
    name: 'connect-distributed',
    command: process.execPath,
    args: [distributedProgram, file],
    logFile: join(folder, 'worker.log'),
  });
  const stop = async (): Promise<void> => {
    await program.stop(30_000);
    await remove();
  };
  try {
    await program.untilReady({
      timeoutMs: 60_000,
      probe: async () => (await fetch(`${url}/health`)).ok,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, properties, stop };
}
