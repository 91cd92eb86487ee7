import { join } from 'node:path';
import type { DevArguments } from './dev-arguments.ts';
import { findExample, inDataFolder, type Example } from './example-connectors.ts';

export interface DevOptions extends DevArguments {
  /** Holds everything that is kept. */
  readonly folder: string;
  readonly logFile: string;
  readonly logFd: number;
}

/** A dev broker and a worker that run. */
export interface Dev {
  readonly bootstrapServers: string;
  readonly restUrl: string;
  /** `null` when connectors were given, or there are no examples. */
  readonly example: Example | null;
  stop(): Promise<void>;
}

/** Starts broker, worker and connectors; nothing is left running when one of them cannot start. */
export async function startDev(options: DevOptions): Promise<Dev> {
  const { startDevBroker } = await import('@sluice/dev-broker');
  const { createConnectors, createWorkerLog, readConnectorFile, logLevelOf, startStandaloneWorker } =
    await import('@sluice/worker');
  const { folder, connectorFiles } = options;
  const log = createWorkerLog({ level: logLevelOf(process.env), fd: options.logFd });
  const running: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of running.toReversed()) await end();
  };
  try {
    const dataDir = options.inMemory ? null : join(folder, 'kafka');
    const broker = await startDevBroker({ port: options.kafkaPort, dataDir });
    running.push(() => broker.stop());
    const properties = workerProperties(broker.bootstrapServers, options);
    const worker = await startStandaloneWorker({ properties, log, logFd: options.logFd });
    running.push(() => worker.stop());
    const example = connectorFiles.length > 0 ? null : findExample(folder);
    await createConnectors(connectorFiles, worker.herder, log);
    for (const file of example?.files ?? []) {
      const { name, config } = readConnectorFile(file);
      await worker.herder.putConnector({ name, config: inDataFolder(config, folder), allowReplace: true });
    }
    worker.herder.markReady();
    return { bootstrapServers: broker.bootstrapServers, restUrl: worker.restUrl, example, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function workerProperties(
  bootstrapServers: string,
  { folder, restPort }: DevOptions,
): Readonly<Record<string, string>> {
  const json = 'org.apache.kafka.connect.json.JsonConverter';
  return {
    'bootstrap.servers': bootstrapServers,
    listeners: `http://127.0.0.1:${restPort}`,
    'key.converter': json,
    'value.converter': json,
    'offset.storage.file.filename': join(folder, 'connect.offsets'),
    'offset.flush.interval.ms': '5000',
  };
}
