import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import {
  formatProperties,
  freePorts,
  makeTempFolder,
  ServiceProcess,
  sluicePrograms,
  type Properties,
} from '@sluice/testing-services';
import { untilRestReady } from '../../metering/rest-ready.ts';
import { ProcessMeter } from '../../metering/process-meter.ts';
import type { Measurements } from '../../metrics.ts';
import type { Stage } from '../scenario.ts';

const readyTimeoutMs = 60_000;
const stopGraceMs = 30_000;
const bytesPerMib = 1024 ** 2;

export interface WorkerUse {
  readonly process: ServiceProcess;
  /** What the worker uses while an action runs: how many cores, and how much memory at the peak. */
  during(action: () => Promise<void>): Promise<Measurements>;
}

/** Runs a worker on the last core of the machine while `use` goes on; the others are for whom it works with. */
export async function withOneCoreWorker<T>(
  stage: Stage,
  connector: Properties,
  use: (worker: WorkerUse) => Promise<T>,
): Promise<T> {
  const folder = await makeTempFolder('bench-worker');
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const write = async (file: string, properties: Properties): Promise<string> => {
    await writeFile(join(folder.path, file), formatProperties(properties));
    return join(folder.path, file);
  };
  const text = 'org.apache.kafka.connect.storage.StringConverter';
  const worker = await write('worker.properties', {
    'bootstrap.servers': stage.kafka.bootstrapServers,
    listeners: url,
    'offset.storage.file.filename': join(folder.path, 'connect.offsets'),
    'key.converter': text,
    'value.converter': text,
  });
  const program = [process.execPath, sluicePrograms['connect-standalone']];
  const service = await ServiceProcess.start({
    name: 'the worker on one core',
    command: 'taskset',
    args: [
      '-c',
      String(cpus().length - 1),
      ...program,
      worker,
      await write('connector.properties', connector),
    ],
    logFile: join(folder.path, 'worker.log'),
  });
  try {
    await untilRestReady(url, service, readyTimeoutMs);
    return await use({ process: service, during: (action) => measure(service, action) });
  } finally {
    await service.stop(stopGraceMs);
    await folder.remove();
  }
}

async function measure(service: ServiceProcess, action: () => Promise<void>): Promise<Measurements> {
  const meter = new ProcessMeter(service.pid);
  const before = { seconds: meter.cpuSeconds(), atMs: performance.now() };
  await action();
  if (!service.alive) throw new Error(`The worker ended:\n${service.logTail()}`);
  const coresUsed = (meter.cpuSeconds() - before.seconds) / ((performance.now() - before.atMs) / 1000);
  return { coresUsed, peakRssMib: meter.peakRssBytes() / bytesPerMib };
}
