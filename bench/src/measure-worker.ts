import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ServiceProcess,
  formatProperties,
  freePorts,
  makeTempFolder,
  waitFor,
} from '@sluice/testing-services';
import type { Properties } from '@sluice/testing-services';
import { settledRssBytes } from './metering/idle-memory.ts';
import { ProcessMeter } from './metering/process-meter.ts';
import { untilRestReady } from './metering/rest-ready.ts';
import type { Measurements } from './metrics.ts';
import type { Stage } from './scenarios/scenario.ts';
import type { Job } from './scenarios/worker-scenario.ts';
import { watchTransfer } from './targets/transfer.ts';
import type { CommandLine, WorkerKind } from './workers/worker-kind.ts';

export interface WorkerRun {
  /** Names the connector, and with it the consumer group. */
  readonly name: string;
  readonly worker: WorkerKind;
  readonly stage: Stage;
  readonly job: Job | undefined;
}

interface RunningWorker {
  readonly process: ServiceProcess;
  readonly meter: ProcessMeter;
  readonly spawnedAtMs: number;
  readonly url: string;
}

const readyTimeoutMs = 120_000;
const stopGraceMs = 30_000;
const bytesPerMib = 1024 ** 2;

/** Starts a worker with fresh state, measures it and stops it. */
export async function measureWorker(run: WorkerRun): Promise<Measurements> {
  const folder = await makeTempFolder('bench-run');
  try {
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const command = await prepareCommand(run, { folder: folder.path, url });
    const spawnedAtMs = performance.now();
    const name = `the ${run.worker.title} worker`;
    const process = await ServiceProcess.start({
      ...command,
      name,
      logFile: join(folder.path, 'worker.log'),
    });
    const worker = { process, meter: new ProcessMeter(process.pid), spawnedAtMs, url };
    try {
      return await (run.job === undefined
        ? measureIdle(worker)
        : measureTransfer(worker, { name: run.name, job: run.job, records: run.stage.records }));
    } finally {
      await process.stop(stopGraceMs);
    }
  } finally {
    await folder.remove();
  }
}

async function prepareCommand(
  { name, worker, stage, job }: WorkerRun,
  { folder, url }: { readonly folder: string; readonly url: string },
): Promise<CommandLine> {
  const write = async (file: string, properties: Properties): Promise<string> => {
    const path = join(folder, file);
    await writeFile(path, formatProperties(properties));
    return path;
  };
  const mode = job?.mode ?? 'standalone';
  const propertiesFile = await write('worker.properties', {
    'bootstrap.servers': stage.kafka.bootstrapServers,
    listeners: url,
    ...(mode === 'standalone' ? { 'offset.storage.file.filename': join(folder, 'connect.offsets') } : {}),
    ...stage.payload.converterProperties,
    ...job?.worker,
    ...(await worker.properties(folder, job?.javaPlugins ?? [])),
    ...(worker.runsOn === 'node' ? nodePlugins(job) : {}),
  });
  const hasFile = job !== undefined && mode === 'standalone';
  const connectorFiles = hasFile ? [await write('connector.properties', { name, ...job.connector })] : [];
  return worker.command(mode, { propertiesFile, connectorFiles });
}

function nodePlugins(job: Job | undefined): Properties {
  return job?.nodePlugins === undefined ? {} : { 'plugin.path': job.nodePlugins };
}

async function measureReady({ url, process, spawnedAtMs }: RunningWorker): Promise<number> {
  await untilRestReady(url, process, readyTimeoutMs);
  return (performance.now() - spawnedAtMs) / 1000;
}

async function measureIdle(worker: RunningWorker): Promise<Measurements> {
  const restReadySeconds = await measureReady(worker);
  const idleRssMib = (await settledRssBytes(worker.meter)) / bytesPerMib;
  return { restReadySeconds, idleRssMib, cpuSeconds: worker.meter.cpuSeconds() };
}

interface Given {
  readonly name: string;
  readonly job: Job;
  readonly records: number;
}

async function measureTransfer(worker: RunningWorker, given: Given): Promise<Measurements> {
  const { process, meter, spawnedAtMs } = worker;
  const { job, records } = given;
  const [restReadySeconds, { start, end }] = await Promise.all([
    measureReady(worker).then(async (seconds) => {
      if (job.mode === 'distributed') await createConnector(worker, given);
      return seconds;
    }),
    watchTransfer({ target: job.target, records, worker: process, meter }),
  ]);
  return {
    restReadySeconds,
    recordsPerSecond: (records / (end.atMs - start.atMs)) * 1000,
    cpuMicrosPerRecord: ((end.cpuSeconds - start.cpuSeconds) / records) * 1e6,
    totalSeconds: (end.atMs - spawnedAtMs) / 1000,
    cpuSeconds: end.cpuSeconds,
    peakRssMib: meter.peakRssBytes() / bytesPerMib,
  };
}

/** A worker that has not joined its group yet asks to be asked again. */
async function createConnector({ url }: RunningWorker, { name, job }: Given): Promise<void> {
  await waitFor(`${name} to be created`, async () => {
    const response = await fetch(`${url}/connectors/${name}/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(job.connector),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return true;
  });
}
