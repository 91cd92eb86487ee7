import { parseConfig, type SourceConnectorPlugin } from '@sluice/connect-api';
import { parseProducerSettings, Producer } from '@sluice/kafka-client';
import { producerProperties } from '../config/client-properties.ts';
import { ErrorHandler } from '../pipeline/error-handler.ts';
import { SourcePipeline } from '../pipeline/source-pipeline.ts';
import type { InFlightRecord } from '../source-task/in-flight.ts';
import { OffsetCommits } from '../source-task/offset-commits.ts';
import { OffsetReader } from '../source-task/offset-reader.ts';
import { SourceTaskRunner } from '../source-task/source-task-runner.ts';
import type { TaskSpec } from '../task-host/task-host.ts';
import { buildConverters } from './build-converters.ts';
import { errorPolicyOf, warnOfIgnored } from './task-settings.ts';
import type { TaskWiring, WorkFactoryParts } from './work-factory.ts';

/** Puts a source task together. */
export async function assembleSourceTask(
  plugin: SourceConnectorPlugin,
  { id, connectorConfig, taskConfig }: TaskSpec,
  parts: WorkFactoryParts & TaskWiring,
): Promise<SourceTaskRunner> {
  const { config, plugins, offsets, log, control, report } = parts;
  const worker = config.properties;
  const policy = errorPolicyOf(connectorConfig);
  const converters = await buildConverters({ worker, connector: connectorConfig, plugins });
  const client = parseProducerSettings(producerProperties({ worker, connector: connectorConfig, id }));
  warnOfIgnored(client.ignoredKeys, log);
  const task = plugin.createTask(parseConfig(plugin.config, taskConfig), {
    connector: id.connector,
    task: id.task,
    log,
    signal: control.stopSignal,
    configs: () => taskConfig,
    offsetStorageReader: new OffsetReader(id.connector, offsets),
  });
  return new SourceTaskRunner({
    task,
    pipeline: new SourcePipeline(converters),
    errors: new ErrorHandler(policy, log),
    toleratesErrors: policy.tolerance === 'all',
    producer: new Producer<InFlightRecord>(client.settings, { log }),
    offsets: new OffsetCommits({
      connector: id.connector,
      store: offsets,
      timeoutMs: config.flushTimeoutMs,
      log,
    }),
    flushIntervalMs: config.flushIntervalMs,
    flushTimeoutMs: config.flushTimeoutMs,
    control,
    report,
    log,
  });
}
